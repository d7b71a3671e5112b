using System.Diagnostics;

namespace Erp.Bench.Load;

/// <summary>Arrivals at a fixed rate, whether or not what came before them is done: a system that falls behind is not
/// spared, as its users would not spare it.</summary>
internal static class OpenLoop
{
    /// <summary>Begins <paramref name="work"/> so many times a second; returns when all have ended.</summary>
    /// <param name="work">Gets its number and the moment at which it should have begun
    /// (<see cref="Stopwatch.GetTimestamp"/>).</param>
    public static async Task RunAsync(
        double perSecond, TimeSpan duration, Func<int, long, Task> work, CancellationToken cancellationToken)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var all = new List<Task>(count);
        var begin = Stopwatch.GetTimestamp();
        while (all.Count < count)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(begin).TotalSeconds * perSecond) + 1);
            while (all.Count < due)
            {
                var number = all.Count;
                var intended = begin + (long)(number / perSecond * Stopwatch.Frequency);
                all.Add(Task.Run(() => work(number, intended), cancellationToken));
            }
            await Task.Delay(1, cancellationToken);
        }
        await Task.WhenAll(all);
    }
}
