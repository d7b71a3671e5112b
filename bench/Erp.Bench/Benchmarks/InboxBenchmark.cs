using System.Diagnostics;
using System.Net;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>Lists that people look at all day, in a store with more and more requests of others.</summary>
internal sealed class InboxBenchmark : IBenchmark
{
    private const double Rate = 100;
    private const int Own = 200;
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];

    public string Name => "inbox";

    public string Description => "lists of an approver and of HR with 1,000, 100,000 and 1,000,000 approvals";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(checkout, cancellationToken, options.StoreSettings);
        using var company = await Company.HireAsync(app);
        var store = await ApprovalStore.OfAsync(app, options);
        for (var number = 0; number < Own; number++)
            if (await company.RequestAsync(number) is null) throw new BenchException("a request was refused.");
        await store.DrainAsync(cancellationToken);

        var approver = company.Approver(0);
        (string Name, Employee By, Uri Service, string Path)[] lists =
        [
            ("GET /process/{approver}", approver, app.Processing, $"/process/{approver.Id}"),
            ("GET /approvals/pending/{approver}", approver, app.Requests, $"/approvals/pending/{approver.Id}"),
            ("GET /approvals?approverId=", approver, app.Requests, $"/approvals?approverId={approver.Id}"),
            ("GET /approvals", company.Hr, app.Requests, "/approvals"),
            ("GET /approvals?status=", company.Hr, app.Requests, "/approvals?status=in_progress"),
        ];
        var figures = new List<Figure>();
        var curves = lists.ToDictionary(l => l.Name, _ => new List<(double X, double Y)>());
        foreach (var size in Sizes)
        {
            Report.Say($"inbox: {size} approvals");
            await store.FillUpToAsync(size, cancellationToken);
            foreach (var (name, by, service, path) in lists)
            {
                await TimeAsync(by, service, path, options.Seconds / 4, cancellationToken); // caches are warm
                List<Latencies> runs = [];
                for (var run = 1; run <= options.Runs; run++)
                    runs.Add(await TimeAsync(by, service, path, options.Seconds / 2, cancellationToken));
                figures.Add(new($"{name} of {size}, p50", "ms", [.. runs.Select(t => t.Percentile(50))]));
                figures.Add(new($"{name} of {size}, p99", "ms", [.. runs.Select(t => t.Percentile(99))]));
                curves[name].Add((size, figures[^1].Median));
                Report.Say(
                    $"  {name}: p50 {Figure.Show(figures[^2].Median)} ms, p99 {Figure.Show(figures[^1].Median)} ms");
            }
        }
        figures.AddRange(curves.Select(c => Figure.Of(
            $"{c.Key}: p99 of {Sizes[^1]} / of {Sizes[0]}", "ratio", c.Value[^1].Y / c.Value[0].Y)));
        return new(figures, new(
            "approvals in the store", "p99, ms", [.. curves.Select(c => new Curve(c.Key, c.Value))]));
    }

    private static async Task<Latencies> TimeAsync(
        Employee by, Uri service, string path, int seconds, CancellationToken cancellationToken)
    {
        var times = new Latencies();
        await OpenLoop.RunAsync(Rate, TimeSpan.FromSeconds(Math.Max(1, seconds)), async (_, intended) =>
        {
            if (await by.ReadAsync(service, path) is not HttpStatusCode.OK and var status)
                throw new BenchException($"GET {path}: {(int)status}");
            times.Add(Stopwatch.GetElapsedTime(intended));
        }, cancellationToken);
        return times;
    }
}
