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
    private const double P99 = 50, FirstRate = 100, MostRate = 8000, WarmUpRate = 150;
    private const int Workers = 32;

    public string Name => "create";

    public string Description => "POST /approvals: accepted durably at p99 ≤ 50 ms, against the driver alone";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(checkout, cancellationToken);
        using var company = await Company.HireAsync(app);
        var store = new ApprovalStoreFile(app.ApprovalStore);
        var accepted = new ConcurrentDictionary<long, bool>();
        var seconds = TimeSpan.FromSeconds(options.Seconds);

        async Task<Burst> BurstAsync(double rate)
        {
            var (times, failed) = (new Latencies(), 0L);
            await OpenLoop.RunAsync(rate, seconds, async (number, intended) =>
            {
                var id = await TryAsync(() => company.RequestAsync(number));
                times.Add(Stopwatch.GetElapsedTime(intended));
                if (id is null) Interlocked.Increment(ref failed);
                else if (!accepted.TryAdd(id.Value, true))
                    throw new BenchException($"The id {id} was given to two requests.");
            }, cancellationToken);
            return new(
                rate, times.Percentile(50), times.Percentile(95), times.Percentile(99), times.Count - failed, failed);
        }

        async Task<(Burst Burst, double DrainSeconds)> DrainedAsync(double rate)
        {
            var burst = await BurstAsync(rate);
            return (burst, await store.DrainAsync(cancellationToken));
        }

        Report.Say("create: warming up");
        var warmUp = await DrainedAsync(WarmUpRate);
        Report.Say($"  the first {options.Seconds} s: {warmUp.Burst}");
        Report.Say("create: looking for the highest rate");
        var ladder = await RateLadder.ClimbAsync(
            FirstRate, MostRate, P99, async rate => (await DrainedAsync(rate)).Burst);
        var highest = RateLadder.Highest(ladder, P99)?.Rate ?? FirstRate;

        var runs = new List<(Burst Burst, double DrainSeconds)>();
        var use = new List<IReadOnlyDictionary<string, double>>();
        var own = new List<double>();
        for (var run = 1; run <= options.Runs; run++)
        {
            var meter = new ProcessorMeter(app.Tree);
            runs.Add(await DrainedAsync(highest));
            var operations = runs[^1].Burst.Done;
            use.Add(meter.PerOperation(operations));
            own.Add(meter.OwnPerOperation(operations));
            Report.Say($"  run {run}: {runs[^1].Burst}, all done {Figure.Show(runs[^1].DrainSeconds)} s later");
        }
        if (store.Count() is var stored && stored != accepted.Count)
            throw new BenchException($"{accepted.Count} requests were accepted, and {stored} are stored.");
        Report.Say($"  all {stored} accepted requests are stored, once each, and all their messages are answered");

        Report.Say("create: the twins");
        var driver = Enumerable.Range(0, options.Runs)
            .Select(_ => SqliteInserts.PerSecond(store.AnyDocument(), Workers, seconds / 4)).ToArray();
        await using var endpoint = await EmptyEndpoint.StartAsync();
        var endpointLadder = await endpoint.ClimbAsync(FirstRate * 8, P99, seconds / 4, cancellationToken);
        return new(
            [
                Figure.Of("accepted, highest rate", "/s", highest),
                new("p50 at it", "ms", [.. runs.Select(r => r.Burst.P50)]),
                new("p99 at it", "ms", [.. runs.Select(r => r.Burst.P99)]),
                new("until all their messages are answered", "s", [.. runs.Select(r => r.DrainSeconds)]),
                new("processor time of all, without the generator", "ms/request", [.. use.Select(u => u.Values.Sum())]),
                .. use.SelectMany(u => u.Keys).Distinct().Select(name => new Figure(
                    $"processor time of {name}", "ms/request", [.. use.Select(u => u.GetValueOrDefault(name))])),
                new("processor time of the generator", "ms/request", own),
                Figure.Of($"p99 of the first {options.Seconds} s at {WarmUpRate}/s", "ms", warmUp.Burst.P99),
                new($"twin: the same insert, driver alone, {Workers} workers", "/s", driver),
                Figure.Of(
                    "twin: an empty endpoint, highest rate", "/s",
                    RateLadder.Highest(endpointLadder, P99)?.Rate ?? 0),
                Figure.Of("accepted / driver alone", "ratio", highest / new Figure("", "", driver).Median),
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
}
