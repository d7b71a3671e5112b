using System.Diagnostics;
using System.Net;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>How long the token of somebody who has left is still good: from the answer to HR until every replica of
/// every service refuses it.</summary>
internal sealed class LeaversBenchmark : IBenchmark
{
    private const int Most = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromMinutes(1);

    // What everybody may read of their own.
    private static readonly (string Service, string Path)[] Reads =
    [
        ("employee-service", "/employees/{0}"), ("approval-request-service", "/approvals?requesterId={0}"),
        ("approval-processing-service", "/process/{0}"), ("notification-service", "/notifications/recent/{0}"),
    ];

    public string Name => "leavers";

    public string Description => "until every replica refuses the token of somebody who has left";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(
            checkout, cancellationToken, $"--Backing:kafka={options.Kafka}");
        using var company = await Company.HireAsync(app);
        var reads = Reads.SelectMany(r => app.ReplicasOf(r.Service).Select(at => (r.Service, At: at, r.Path))).ToList();
        var leavers = company.Requesters.Chunk(Math.Min(Most, company.Requesters.Count / options.Runs)).ToList();
        List<double> middle = [], longest = [];
        for (var run = 1; run <= options.Runs; run++)
        {
            var times = new Latencies();
            foreach (var leaver in leavers[run - 1])
            {
                foreach (var (service, at, path) in reads)
                    if (await leaver.ReadAsync(at, Of(leaver, path)) is var status and not HttpStatusCode.OK)
                        throw new BenchException($"{service} answers {(int)status} to somebody who has not left.");
                await company.Hr.DeleteAsync(app.Employees, $"/employees/{leaver.Id}");
                var clock = Stopwatch.StartNew();
                await Task.WhenAll(reads.Select(r => RefusedAsync(leaver, r.At, Of(leaver, r.Path), clock)));
                times.Add(clock.Elapsed);
            }
            middle.Add(times.Percentile(50));
            longest.Add(times.Percentile(100));
            Report.Say($"  run {run}: refused by all {reads.Count} replicas after {Figure.Show(middle[^1])} ms, "
                + $"{Figure.Show(longest[^1])} ms at most");
        }
        return new(
        [
            new("refused by every replica, p50", "ms", middle), new("refused by every replica, longest", "ms", longest),
        ]);

        static string Of(Employee person, string path) => path.Replace("{0}", $"{person.Id}", StringComparison.Ordinal);

        async Task RefusedAsync(Employee leaver, Uri at, string path, Stopwatch clock)
        {
            while (await leaver.ReadAsync(at, path) != HttpStatusCode.Unauthorized)
            {
                if (clock.Elapsed > Patience) throw new BenchException($"{at} knows nothing of who has left.");
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
