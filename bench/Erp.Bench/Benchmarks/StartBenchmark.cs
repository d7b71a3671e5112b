using System.Diagnostics;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>The start of the whole application from its build until every resource is healthy, and the ten seconds
/// of load that follow it, which meet code that is not compiled yet; beside it Aspire with as many empty
/// services.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const double Rate = 20;
    private const string CachesOfLinux = "/proc/sys/vm/drop_caches";

    // Four services and the pages, two replicas each.
    private const int Services = 10;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    public string Name => "start";

    public string Description => "until every resource is healthy, and the first ten seconds of load";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        List<double> cold = [], all = [], processor = [], p50 = [], p99 = [], bare = [], bareProcessor = [];
        var resources = new Dictionary<string, List<double>>();
        for (var run = 1; run <= options.Runs; run++)
        {
            if (ForgetFiles())
            {
                await using var first = await RunningApplication.StartAsync(checkout, cancellationToken);
                cold.Add(first.SecondsToStart);
            }
            if (checkout == options.Root)
            {
                await using var twin = await RunningApplication.StartBareAsync(checkout, Services, cancellationToken);
                bare.Add(twin.SecondsToStart);
                bareProcessor.Add(twin.Tree.Use().Values.Sum(u => u.ProcessorSeconds));
            }
            await using var app = await RunningApplication.StartAsync(checkout, cancellationToken);
            all.Add(app.SecondsToStart);
            processor.Add(app.Tree.Use().Values.Sum(u => u.ProcessorSeconds));
            foreach (var (name, seconds) in app.SecondsToHealthy)
                (resources.TryGetValue(name, out var known) ? known : resources[name] = []).Add(seconds);

            using var company = await Company.HireAsync(app);
            var times = new Latencies();
            await OpenLoop.RunAsync(Rate, First, async (number, intended) =>
            {
                if (await company.RequestAsync(number) is null)
                    throw new BenchException("a request was refused just after the start.");
                times.Add(Stopwatch.GetElapsedTime(intended));
            }, cancellationToken);
            p50.Add(times.Percentile(50));
            p99.Add(times.Percentile(99));
            Report.Say($"  run {run}: healthy after {Figure.Show(all[^1])} s, {Figure.Show(processor[^1])} processor "
                + $"seconds; then p50 {Figure.Show(p50[^1])} ms, p99 {Figure.Show(p99[^1])} ms");
        }
        return new(
        [
            new("all healthy, nothing of it in memory before", "s", cold),
            new("all healthy", "s", all),
            new("processor time until then", "s", processor),
            .. resources.OrderBy(r => r.Value.Order().ElementAt(r.Value.Count / 2))
                .Select(r => new Figure($"{r.Key} healthy", "s", r.Value)),
            new($"twin: Aspire with {Services} empty services, all healthy", "s", bare),
            new("twin: processor time until then", "s", bareProcessor),
            new($"POST /approvals at {Rate}/s in the first {First.TotalSeconds} s, p50", "ms", p50),
            new($"POST /approvals at {Rate}/s in the first {First.TotalSeconds} s, p99", "ms", p99),
        ]);
    }

    // The system keeps files that it has read in memory; only the administrator can have it forget them.
    private static bool ForgetFiles()
    {
        try
        {
            File.WriteAllText(CachesOfLinux, "3");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report.Say("  no cold start: this user cannot have the system forget what it has read");
            return false;
        }
    }
}
