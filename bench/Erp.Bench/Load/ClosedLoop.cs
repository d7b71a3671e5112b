using System.Diagnostics;

namespace Erp.Bench.Load;

/// <summary>So many workers that begin anew as soon as they are answered: what a system does when it is asked for more
/// than it can.</summary>
internal static class ClosedLoop
{
    /// <summary>Returns when the time is over and all are answered.</summary>
    /// <param name="work">Gets its number and the moment at which it begins
    /// (<see cref="Stopwatch.GetTimestamp"/>).</param>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> RunAsync(
        int workers, TimeSpan duration, Func<int, long, Task> work, CancellationToken cancellationToken)
    {
        var number = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
            async () =>
            {
                while (clock.Elapsed < duration && !cancellationToken.IsCancellationRequested)
                    await work(Interlocked.Increment(ref number), Stopwatch.GetTimestamp());
            },
            cancellationToken)));
        return clock.Elapsed;
    }
}
