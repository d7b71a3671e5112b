using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Erp.Api.Json;
using Erp.Api.Paging;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Erp.Api.Csv;

/// <summary>A list as CSV (RFC 4180) with a line of names, page by page. Where a later page fails, the connection is
/// cut off, so that nobody takes a part for the whole.</summary>
internal sealed class CsvResult(IPage first, Func<string, ValueTask<IPage>> pageAfter) : IResult
{
    // By which spreadsheets know UTF-8.
    private const string ByteOrderMark = "\uFEFF";
    // Ends lines with CR LF. Told so, it would not quote what has only one of them.
    private static readonly CsvConfiguration _rfc4180 = new(CultureInfo.InvariantCulture);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = $"{CsvNegotiation.MediaType}; charset=utf-8; header=present";
        response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileName = NameOf(httpContext) }.ToString();

        var columns = new CsvColumns(first.RowType, ErpJson.Options);
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await using var csv = new CsvWriter(text, _rfc4180);
        await text.WriteAsync(ByteOrderMark);
        foreach (var name in columns.Names) csv.WriteField(name);
        await csv.NextRecordAsync();
        for (var page = first; ; page = await pageAfter(page.Next))
        {
            foreach (var row in page.Rows)
            {
                columns.Write(csv, row);
                await csv.NextRecordAsync();
            }
            await csv.FlushAsync();
            await response.WriteAsync(text.ToString(), Encoding.UTF8, aborted);
            text.GetStringBuilder().Clear();
            if (page.Next is null) return;
        }
    }

    // employees.csv, leaves.csv: the list by the first word of its address.
    private static string NameOf(HttpContext context) =>
        context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[0] + ".csv";
}
