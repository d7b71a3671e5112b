using System.Globalization;
using Erp.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Erp.Api.Paging;

/// <summary><c>?limit=1..200&amp;after=cursor</c> of every list; binds itself from the query, 400 when
/// malformed.</summary>
/// <param name="Limit">Rows wanted, 1 to 200, 50 when absent.</param>
/// <param name="After">Key of the last row already seen; null from the start.</param>
public sealed record PageRequest(int Limit, long? After)
{
    /// <summary>The most rows that a page has.</summary>
    public const int MostRows = 200;

    /// <summary>Minimal-API binding.</summary>
    public static ValueTask<PageRequest?> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = 50;
        if (query.TryGetValue("limit", out var l)
            && (!int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > MostRows))
            throw Problems.Invalid("invalid_limit", "limit must be a whole number from 1 to 200.");

        long? after = null;
        if (query.TryGetValue("after", out var a))
            after = Cursor.TryDecode(a.ToString(), out var key)
                ? key
                : throw Problems.Invalid("invalid_cursor", "after must be the next value of an earlier page.");
        return ValueTask.FromResult<PageRequest?>(new(limit, after));
    }
}
