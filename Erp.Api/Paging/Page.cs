using System.ComponentModel;

namespace Erp.Api.Paging;

/// <summary>One page of a keyset-paged list.</summary>
[Description("One page of a keyset-paged list.")]
public sealed record Page<T>(
    [property: Description("The rows, in the list's stated order.")] IReadOnlyList<T> Items,
    [property: Description("Opaque cursor for `?after=`; null on the last page.")] string? Next) : IPage
{
    Type IPage.RowType => typeof(T);

    IEnumerable<object> IPage.Rows => Items.Cast<object>();
}

/// <summary>A page of whatever rows.</summary>
internal interface IPage
{
    /// <summary>What its rows are, also when it has none.</summary>
    Type RowType { get; }

    /// <summary>The rows.</summary>
    IEnumerable<object> Rows { get; }

    /// <summary>As <see cref="Page{T}.Next"/>.</summary>
    string? Next { get; }
}

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>Makes a page from up to <c>limit + 1</c> rows: the extra row only tells that there is more.</summary>
    public static Page<T> From<T>(IReadOnlyList<T> rows, PageRequest request, Func<T, long> key) =>
        rows.Count > request.Limit
            ? new(rows.Take(request.Limit).ToList(), Cursor.Encode(key(rows[request.Limit - 1])))
            : new(rows, null);
}
