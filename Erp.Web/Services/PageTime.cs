using System.Collections.Concurrent;

namespace Erp.Web.Services;

/// <summary>How long somebody waits for a page at most, whatever it asks one after the other: each service that hangs
/// is waited for once, and all of them together no longer than nine seconds, so that with the page's own work nobody
/// waits for more than ten.</summary>
internal sealed class PageTime(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(9);

    private readonly CancellationTokenSource _over = new(Most, time);
    private readonly ConcurrentDictionary<string, bool> _hanging = new(StringComparer.Ordinal);

    /// <summary>From here on nothing is waited for any more.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>This page has waited for the service in vain.</summary>
    public bool HasGivenUp(string service) => _hanging.ContainsKey(service);

    public void GiveUp(string service) => _hanging.TryAdd(service, true);

    public void Dispose() => _over.Dispose();
}

internal static class PageTimeExtensions
{
    /// <summary>It begins with the request, before it is known whose it is.</summary>
    public static void UsePageTime(this WebApplication app)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            using var page = new PageTime(time);
            context.Features.Set(page);
            await next(context);
        });
    }
}
