using System.Net;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>Each service with half a processor and 512 MiB, as its pod has: at a usual load, and at five times as much,
/// which it may refuse but has to survive.</summary>
internal sealed class PodBenchmark : IBenchmark
{
    private const double MiB = 1 << 20, Usual = 100, Much = 500;

    public string Name => "pod";

    public string Description => "each service with 0.5 processors and 512 MiB at 100 and 500 requests a second";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        List<Figure> figures = [];
        await using var app = await RunningApplication.StartAsync(checkout, cancellationToken, "--Replicas=1");
        using var company = await Company.HireAsync(app);
        (string Service, Func<Uri, int, Task<bool>> Call)[] services =
        [
            ("employee-service", (at, n) => ReadAsync(company.Requester(n), at, "/employees/me")),
            ("approval-request-service", async (at, n) => await company.RequestAsync(n, at) is not null),
            ("approval-processing-service", (at, n) => ReadAsync(
                company.Approver(n), at, $"/process/{company.Approver(n).Id}")),
            ("notification-service", (at, n) => ReadAsync(
                company.Requester(n), at, $"/notifications/recent/{company.Requester(n).Id}")),
        ];
        foreach (var (service, call) in services)
        {
            await using var pod = await Pod.StartAsync(app, service, cancellationToken);
            using var collections = new GarbageCollections(pod.Id);
            Task<Burst> AtAsync(double rate, int seconds) => Burst.AtAsync(
                rate, TimeSpan.FromSeconds(seconds), n => call(pod.Address, n), cancellationToken);

            // Warm, as a pod is a minute after its start.
            await AtAsync(Usual, 60);
            figures.Add(Figure.Of($"{service}, healthy after", "s", pod.SecondsToHealthy));
            foreach (var rate in (double[])[Usual, Much])
            {
                List<Burst> bursts = [];
                List<double> memory = [], pauses = [];
                for (var run = 1; run <= options.Runs; run++)
                {
                    _ = collections.Take();
                    bursts.Add(await AtAsync(rate, options.Seconds));
                    pod.CheckAlive();
                    memory.Add(pod.Memory() / MiB);
                    pauses.Add(collections.Take().DefaultIfEmpty().Max());
                }
                figures.AddRange(
                [
                    new($"{service}, p99 at {rate}/s", "ms", [.. bursts.Select(b => b.P99)]),
                    new($"{service}, refused at {rate}/s", "%", [.. bursts.Select(Refused)]),
                    new($"{service}, memory at {rate}/s", "MiB", memory),
                    new($"{service}, longest pause of the collector at {rate}/s", "ms", pauses),
                ]);
                Report.Say($"  {service}: {bursts[^1]}; {Figure.Show(memory[^1])} MiB, "
                    + $"pauses up to {Figure.Show(pauses[^1])} ms");
            }
        }
        return new(figures);
    }

    private static double Refused(Burst burst) => 100.0 * burst.Failed / Math.Max(1, burst.Done + burst.Failed);

    private static async Task<bool> ReadAsync(Employee by, Uri service, string path) =>
        await by.ReadAsync(service, path) == HttpStatusCode.OK;
}
