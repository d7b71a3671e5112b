using HdrHistogram;

namespace Erp.Bench.Load;

/// <summary>Times of one kind, each from the moment at which it should have begun.</summary>
internal sealed class Latencies
{
    private const long MostMicroseconds = 10L * 60 * 1_000_000;
    private readonly Lock _lock = new();
    private readonly LongHistogram _histogram = new(1, MostMicroseconds, 3);

    /// <summary>How many.</summary>
    public long Count { get { lock (_lock) return _histogram.TotalCount; } }

    public void Add(TimeSpan time)
    {
        lock (_lock) _histogram.RecordValue(Math.Clamp((long)time.TotalMicroseconds, 1, MostMicroseconds));
    }

    /// <summary>In milliseconds; 0 when there are none.</summary>
    public double Percentile(double percent)
    {
        lock (_lock) return _histogram.TotalCount == 0 ? 0 : _histogram.GetValueAtPercentile(percent) / 1000.0;
    }
}
