namespace Erp.ServiceDefaults.Work;

/// <summary>Growing pauses with full jitter, so that many who failed together do not come back together.</summary>
public static class Backoff
{
    /// <summary>How long after this failure, counted from 1.</summary>
    public static TimeSpan Delay(int attempt, TimeSpan first, TimeSpan most)
    {
        var grown = first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30) - 1);
        var ceiling = Math.Min(most.TotalMilliseconds, grown);
        return TimeSpan.FromMilliseconds((ceiling / 2) + (Random.Shared.NextDouble() * ceiling / 2));
    }

    /// <summary>Waits; false when canceled instead.</summary>
    public static async Task<bool> WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    /// <summary>Looks every few milliseconds until it is so, or canceled.</summary>
    public static async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition() && await WaitAsync(TimeSpan.FromMilliseconds(5), cancellationToken)) { /* not yet */ }
    }
}
