using System.Net;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>Each service with half a processor and 512 MiB, as its pod has: at a usual load, and at five times as much,
/// which it may refuse but has to survive. The limits come after the start, so the runtime does not know of
/// them.</summary>
internal sealed class PodBenchmark : IBenchmark
{
    private const double Processors = 0.5, MiB = 1 << 20, Usual = 100, Much = 500;
    private const long Memory = 512 << 20;

    public string Name => "pod";

    public string Description => "each service with 0.5 processors and 512 MiB at 100 and 500 requests a second";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        List<Figure> figures = [];
        List<ControlGroup> pods = [];
        try
        {
            await using var app = await RunningApplication.StartAsync(checkout, cancellationToken, "--Replicas=1");
            using var company = await Company.HireAsync(app);
            var seconds = TimeSpan.FromSeconds(options.Seconds);
            (string Service, Func<int, Task<bool>> Call)[] services =
            [
                ("employee-service", n => ReadAsync(company.Requester(n), app.Employees, "/employees/me")),
                ("approval-request-service", async n => await company.RequestAsync(n) is not null),
                ("approval-processing-service", n => ReadAsync(
                    company.Approver(n), app.Processing, $"/process/{company.Approver(n).Id}")),
                ("notification-service", n => ReadAsync(
                    company.Requester(n), app.Notifications, $"/notifications/recent/{company.Requester(n).Id}")),
            ];
            foreach (var (service, call) in services)
            {
                var pid = app.Tree.Pids(service).Single();
                // Warm, as a pod is a minute after its start.
                await Burst.AtAsync(Usual, TimeSpan.FromSeconds(60), call, cancellationToken);
                pods.Add(new($"erp-bench-{service}", Processors, Memory));
                pods[^1].Add(pid);
                List<Burst> usual = [], much = [];
                List<double> usualMemory = [], muchMemory = [];
                for (var run = 1; run <= options.Runs; run++)
                {
                    usual.Add(await Burst.AtAsync(Usual, seconds, call, cancellationToken));
                    usualMemory.Add(app.Tree.Use()[service].ResidentBytes / MiB);
                    much.Add(await Burst.AtAsync(Much, seconds, call, cancellationToken));
                    muchMemory.Add(app.Tree.Use()[service].ResidentBytes / MiB);
                    if (!app.Tree.Pids(service).Contains(pid)) throw new BenchException($"{service} has ended.");
                }
                figures.AddRange(
                [
                    new($"{service}, p99 at {Usual}/s", "ms", [.. usual.Select(b => b.P99)]),
                    new($"{service}, refused at {Usual}/s", "%", [.. usual.Select(Refused)]),
                    new($"{service}, memory at {Usual}/s", "MiB", usualMemory),
                    new($"{service}, p99 at {Much}/s", "ms", [.. much.Select(b => b.P99)]),
                    new($"{service}, refused at {Much}/s", "%", [.. much.Select(Refused)]),
                    new($"{service}, memory at {Much}/s", "MiB", muchMemory),
                ]);
                Report.Say($"  {service}: {usual[^1]}; {much[^1]}; {Figure.Show(muchMemory[^1])} MiB");
            }
        }
        finally
        {
            foreach (var pod in pods) pod.Dispose();
        }
        return new(figures);
    }

    private static double Refused(Burst burst) => 100.0 * burst.Failed / Math.Max(1, burst.Done + burst.Failed);

    private static async Task<bool> ReadAsync(Employee by, Uri service, string path) =>
        await by.ReadAsync(service, path) == HttpStatusCode.OK;
}
