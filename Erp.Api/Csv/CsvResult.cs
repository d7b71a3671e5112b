using CsvHelper;
using Erp.Api.Json;
using Erp.Api.Paging;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Erp.Api.Csv;

/// <summary>A list as CSV (RFC 4180) with a line of names, page by page. Where a later page fails, the connection is
/// cut off, so that nobody takes a part for the whole.</summary>
internal sealed class CsvResult(IPage first, Func<string, ValueTask<IPage>> pageAfter) : IResult
{
    private static readonly CsvWriterOptions _options = CsvWriterOptions.Default with
    {
        // By which spreadsheets know UTF-8.
        WriteByteOrderMark = true,
        // Text that begins as a formula could call programs, or send what stands beside it.
        Injection = CsvInjection.Escape,
        TrueValue = "true",
        FalseValue = "false",
        // A row fits in what is left of it when it is written out.
        BufferSize = 256 * 1024,
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = $"{CsvNegotiation.MediaType}; charset=utf-8; header=present";
        response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileName = NameOf(httpContext) }.ToString();

        var columns = new CsvColumns(first.RowType, ErpJson.Options);
        await using var csv = CsvWriter.Create(response.Body, _options, leaveOpen: true);
        await csv.WriteRecordAsync(columns.Names, aborted);
        for (var page = first; ; page = await pageAfter(page.Next))
        {
            foreach (var row in page.Rows)
            {
                columns.Write(csv, row);
                await csv.EndRecordAsync(aborted);
            }
            await csv.FlushAsync(aborted);
            if (page.Next is null) return;
        }
    }

    // employees.csv, leaves.csv: the list by the first word of its address.
    private static string NameOf(HttpContext context) =>
        context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[0] + ".csv";
}
