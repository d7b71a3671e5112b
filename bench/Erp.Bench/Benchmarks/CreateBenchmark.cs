using System.Collections.Concurrent;
using System.Diagnostics;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.Bench.Twins;

namespace Erp.Bench.Benchmarks;

/// <summary>Requests for approval that are accepted durably: the highest rate at which 99 of 100 are answered within 50
/// ms. What follows from them may lag; it is waited for after every burst, and everything is counted.</summary>
internal sealed class CreateBenchmark : IBenchmark
{
    private const double P99 = 50, FirstRate = 100, MostRate = 8000;
    private const int Workers = 32;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(90);

    public string Name => "create";

    public string Description => "POST /approvals: accepted durably at p99 ≤ 50 ms, against the driver alone";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(
            checkout, cancellationToken, $"--Backing:kafka={options.Kafka}");
        using var company = await Company.HireAsync(app);
        var store = new ApprovalStoreFile(app.ApprovalStore);
        var accepted = new ConcurrentDictionary<long, bool>();
        var seconds = TimeSpan.FromSeconds(options.Seconds);

        async Task<Burst> BurstAsync(double? rate, TimeSpan duration)
        {
            var (times, failed) = (new Latencies(), 0L);
            async Task OneAsync(int number, long intended)
            {
                var id = await TryAsync(() => company.RequestAsync(number));
                times.Add(Stopwatch.GetElapsedTime(intended));
                if (id is null) Interlocked.Increment(ref failed);
                else if (!accepted.TryAdd(id.Value, true))
                    throw new BenchException($"The id {id} was given to two requests.");
            }

            if (rate is { } perSecond) await OpenLoop.RunAsync(perSecond, duration, OneAsync, cancellationToken);
            var took = rate is null
                ? await ClosedLoop.RunAsync(Workers, duration, OneAsync, cancellationToken)
                : duration;
            return new(
                rate ?? times.Count / took.TotalSeconds, times.Percentile(50), times.Percentile(95),
                times.Percentile(99), times.Count - failed, failed);
        }

        async Task<Run> DrainedAsync(double? rate, TimeSpan duration)
        {
            var meter = new ProcessorMeter(app.Tree);
            var burst = await BurstAsync(rate, duration);
            var drain = await store.DrainAsync(cancellationToken);
            return new(burst, drain, meter.PerOperation(burst.Done), meter.OwnPerOperation(burst.Done));
        }

        async Task<List<Run>> RunsAsync(double? rate)
        {
            var runs = new List<Run>();
            for (var run = 1; run <= options.Runs; run++)
            {
                runs.Add(await DrainedAsync(rate, seconds));
                Report.Say($"  run {run}: {runs[^1]}");
            }
            return runs;
        }

        Report.Say("create: the first minutes");
        var first = await DrainedAsync(FirstRate, seconds);
        Report.Say($"  the first {options.Seconds} s: {first}");
        Report.Say($"  warm: {await DrainedAsync(null, WarmUp)}");
        Report.Say($"create: {Workers} connections that ask again as soon as they are answered");
        var full = await RunsAsync(null);
        Report.Say("create: looking for the highest rate");
        var ladder = await RateLadder.ClimbAsync(
            FirstRate, MostRate, P99, async rate => (await DrainedAsync(rate, seconds)).Burst);
        var highest = RateLadder.Highest(ladder, P99)?.Rate ?? 0;
        var atIt = highest > 0 ? await RunsAsync(highest) : [];
        if (store.Count() is var stored && stored != accepted.Count)
            throw new BenchException($"{accepted.Count} requests were accepted, and {stored} are stored.");
        Report.Say($"  all {stored} accepted requests are stored, once each, and all their messages are answered");

        Report.Say("create: the twins");
        var driver = Enumerable.Range(0, options.Runs)
            .Select(_ => SqliteInserts.PerSecond(store.AnyDocument(), Workers, seconds / 4)).ToArray();
        await using var endpoint = await EmptyEndpoint.StartAsync();
        var endpointLadder = await endpoint.ClimbAsync(FirstRate * 4, P99, seconds / 4, cancellationToken);
        var endpointFull = await endpoint.FullAsync(Workers, seconds, cancellationToken);
        return new(
            [
                new($"accepted, {Workers} connections", "/s", [.. full.Select(r => r.Burst.Rate)]),
                new("p50 of them", "ms", [.. full.Select(r => r.Burst.P50)]),
                new("p99 of them", "ms", [.. full.Select(r => r.Burst.P99)]),
                new("until all their messages are answered", "s", [.. full.Select(r => r.DrainSeconds)]),
                new("processor time of all, without the generator", "ms/request",
                    [.. full.Select(r => r.Processor.Values.Sum())]),
                .. full.SelectMany(r => r.Processor.Keys).Distinct().Select(name => new Figure(
                    $"processor time of {name}", "ms/request",
                    [.. full.Select(r => r.Processor.GetValueOrDefault(name))])),
                new("processor time of the generator", "ms/request", [.. full.Select(r => r.Own)]),
                Figure.Of($"highest rate at p99 ≤ {P99:0} ms", "/s", highest),
                new("p50 at it", "ms", [.. atIt.Select(r => r.Burst.P50)]),
                new("p99 at it", "ms", [.. atIt.Select(r => r.Burst.P99)]),
                Figure.Of($"p99 of the first {options.Seconds} s at {FirstRate}/s", "ms", first.Burst.P99),
                new($"twin: the same insert, driver alone, {Workers} workers", "/s", driver),
                Figure.Of(
                    "twin: an empty endpoint, highest rate", "/s",
                    RateLadder.Highest(endpointLadder, P99)?.Rate ?? 0),
                Figure.Of($"twin: an empty endpoint, {Workers} connections", "/s", endpointFull.PerSecond),
                Figure.Of("processor time of the empty endpoint", "ms/request", endpointFull.Service),
                Figure.Of("processor time of the generator at it", "ms/request", endpointFull.Own),
                Figure.Of(
                    "accepted / driver alone", "ratio",
                    Figure.MedianOf([.. full.Select(r => r.Burst.Rate)]) / Figure.MedianOf(driver)),
            ],
            new(
                "requests a second", "p99, ms",
                [
                    new("POST /approvals", [.. ladder.Select(b => (b.Rate, b.P99))]),
                    new("an empty endpoint", [.. endpointLadder.Select(b => (b.Rate, b.P99))]),
                ]));
    }

    private static async Task<long?> TryAsync(Func<Task<long?>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private sealed record Run(
        Burst Burst, double DrainSeconds, IReadOnlyDictionary<string, double> Processor, double Own)
    {
        public override string ToString() =>
            $"{Burst}, all done {Figure.Show(DrainSeconds)} s later, "
                + $"{Figure.Show(Processor.Values.Sum())} processor ms each";
    }
}
