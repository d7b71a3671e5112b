using System.Diagnostics;
using Erp.Bench.Reporting;

namespace Erp.Bench.Load;

/// <summary>What came of one rate.</summary>
/// <param name="Failed">Operations that were refused or not answered.</param>
internal sealed record Burst(double Rate, double P50, double P95, double P99, long Done, long Failed)
{
    /// <summary>Calls so many times a second; what is not done is counted.</summary>
    public static async Task<Burst> AtAsync(
        double rate, TimeSpan duration, Func<int, Task<bool>> call, CancellationToken cancellationToken)
    {
        var (times, failed) = (new Latencies(), 0L);
        await OpenLoop.RunAsync(rate, duration, async (number, intended) =>
        {
            var done = false;
            try
            {
                done = await call(number);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException) { /* counted */ }
            if (!done) Interlocked.Increment(ref failed);
            times.Add(Stopwatch.GetElapsedTime(intended));
        }, cancellationToken);
        return new(
            rate, times.Percentile(50), times.Percentile(95), times.Percentile(99), times.Count - failed, failed);
    }

    /// <summary>All was done, and as fast as asked for.</summary>
    public bool Within(double p99) => Failed == 0 && P99 <= p99;

    public override string ToString() =>
        $"{Figure.Show(Rate)}/s: p50 {Figure.Show(P50)} ms, p95 {Figure.Show(P95)} ms, p99 {Figure.Show(P99)} ms"
            + (Failed > 0 ? $", {Failed} of {Done + Failed} failed" : "");
}

/// <summary>Finds the highest rate that is served in time, by higher and higher ones.</summary>
internal static class RateLadder
{
    private const double Step = 1.5;

    /// <summary>Bursts up to the first that is too slow.</summary>
    public static async Task<IReadOnlyList<Burst>> ClimbAsync(
        double first, double most, double p99, Func<double, Task<Burst>> burst)
    {
        var all = new List<Burst>();
        for (var rate = first; rate <= most; rate *= Step)
        {
            all.Add(await burst(rate));
            Report.Say($"  {all[^1]}");
            if (!all[^1].Within(p99)) break;
        }
        return all;
    }

    /// <summary>The last that was in time; null when not even the first was.</summary>
    public static Burst? Highest(IReadOnlyList<Burst> bursts, double p99) => bursts.LastOrDefault(b => b.Within(p99));
}
