using System.Reflection;
using Erp.Api.Paging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Erp.Api.Csv;

/// <summary>Lists as files for spreadsheets.</summary>
public static class CsvExtensions
{
    /// <summary>Every paged list of the group answers <c>Accept: text/csv</c> as well, with the same rights and
    /// filters: all its rows, page by page, so that neither side holds them at once.</summary>
    public static RouteGroupBuilder WithCsvLists(this RouteGroupBuilder group)
    {
        group.WithMetadata(new CsvLists());
        return group.AddEndpointFilterFactory((factory, next) =>
        {
            var page = PageParameter(factory.MethodInfo);
            return page < 0 ? next : context => AnswerAsync(context, page, next);
        });
    }

    /// <summary>The place of the <see cref="PageRequest"/>, by which lists are known; negative without one.</summary>
    internal static int PageParameter(MethodInfo handler) =>
        Array.FindIndex(handler.GetParameters(), p => p.ParameterType == typeof(PageRequest));

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, int page, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!CsvNegotiation.Wants(context.HttpContext.Request)) return await next(context);
        // The first page comes before anything is answered: what is refused is refused as ever.
        context.Arguments[page] = new PageRequest(PageRequest.MostRows, null);
        return await next(context) is IValueHttpResult { Value: IPage first }
            ? new CsvResult(first, PageAfterAsync)
            : throw new InvalidOperationException("A list that does not answer pages cannot be answered as text/csv.");

        async ValueTask<IPage> PageAfterAsync(string cursor)
        {
            if (!Cursor.TryDecode(cursor, out var after)) throw new InvalidOperationException($"'{cursor}'?");
            context.Arguments[page] = new PageRequest(PageRequest.MostRows, after);
            return (IPage)((IValueHttpResult)(await next(context))!).Value!;
        }
    }
}

/// <summary>Marks endpoints of a group whose lists are CSV as well.</summary>
internal sealed class CsvLists;
