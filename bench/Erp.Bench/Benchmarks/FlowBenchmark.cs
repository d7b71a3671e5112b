using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.Bench.Twins;

namespace Erp.Bench.Benchmarks;

/// <summary>A request from the requester's click to the push that tells them of the decision, with every hop on the
/// way.</summary>
internal sealed class FlowBenchmark : IBenchmark
{
    // A system that is behind by seconds only gets further behind.
    private const double WarmUpRate = 100, TooLate = 5000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly double[] Rates = [20, 200, 500, 1000];

    public string Name => "flow";

    public string Description => "POST, decision, WebSocket push: time per hop at 20 to 1000 a second";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(
            checkout, cancellationToken, [$"--Backing:kafka={options.Kafka}", .. options.StoreSettings]);
        using var company = await Company.HireAsync(app);
        await using var flows = await Flows.OpenAsync(app, company, cancellationToken);
        var store = await ApprovalStore.OfAsync(app, options);
        var duration = TimeSpan.FromSeconds(options.Seconds);
        Report.Say("flow: warming up");
        await flows.AtAsync(WarmUpRate, WarmUp, cancellationToken);
        await store.DrainAsync(cancellationToken);

        var figures = new List<Figure>();
        var curve = new List<(double, double)>();
        foreach (var rate in Rates)
        {
            List<Hops> runs = [];
            List<double> processor = [], own = [];
            for (var run = 1; run <= options.Runs; run++)
            {
                var meter = new ProcessorMeter(app.Tree);
                var hops = await flows.AtAsync(rate, duration, cancellationToken);
                await store.DrainAsync(cancellationToken);
                runs.Add(hops);
                processor.Add(meter.PerOperation(hops.Whole.Count).Values.Sum());
                own.Add(meter.OwnPerOperation(hops.Whole.Count));
                Report.Say($"  {rate}/s, run {run}: p50 {Figure.Show(hops.Whole.Percentile(50))} ms, "
                    + $"p99 {Figure.Show(hops.Whole.Percentile(99))} ms, {Figure.Show(processor[^1])} processor ms");
            }
            figures.AddRange(((double[])[50, 95, 99]).Select(percent => new Figure(
                $"whole at {rate}/s, p{percent}", "ms", [.. runs.Select(h => h.Whole.Percentile(percent))])));
            figures.AddRange(Hops.Names.Select(hop => new Figure(
                $"{hop} at {rate}/s, p50", "ms", [.. runs.Select(h => h.Of(hop).Percentile(50))])));
            figures.Add(new($"processor time at {rate}/s, without the generator", "ms/approval", processor));
            figures.Add(new($"processor time of the generator at {rate}/s", "ms/approval", own));
            curve.Add((rate, figures.First(f => f.Name == $"whole at {rate}/s, p99").Median));
            if (curve[^1].Item2 > TooLate) break;
        }
        flows.CheckNothingDoubled();
        Report.Say($"  {flows.Done} approvals ended, each told of once");

        Report.Say("flow: the twin");
        using var bare = options.Kafka == "installed"
            ? await KafkaHops.OnAsync(app.KafkaServers)
            : KafkaHops.OnTheEmbedded();
        // So that its brokers, topics and clients have met, as those of the application have.
        await bare.AtAsync(WarmUpRate, WarmUp / 6, cancellationToken);
        var twin = new List<(double, double)>();
        foreach (var (rate, _) in curve)
        {
            var times = await bare.AtAsync(rate, duration / 2, cancellationToken);
            figures.Add(Figure.Of($"twin: two bare hops of Kafka at {rate}/s, p50", "ms", times.Percentile(50)));
            figures.Add(Figure.Of($"twin: two bare hops of Kafka at {rate}/s, p99", "ms", times.Percentile(99)));
            twin.Add((rate, times.Percentile(99)));
        }
        return new(
            figures, new("approvals a second", "p99, ms", [new("whole flow", curve), new("two bare hops", twin)]));
    }
}
