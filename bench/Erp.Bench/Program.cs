using System.Diagnostics;
using System.Runtime.InteropServices;
using Erp.Bench;
using Erp.Bench.Benchmarks;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.Bench.Twins;
using MongoDB.Driver;

// Tables are not broken where output is no terminal.
if (Console.IsOutputRedirected) Spectre.Console.AnsiConsole.Profile.Width = 200;
IBenchmark[] all =
[
    new CreateBenchmark(), new FlowBenchmark(), new InboxBenchmark(), new SocketsBenchmark(), new StartBenchmark(),
    new PodBenchmark(), new PublishBenchmark(), new LeaversBenchmark(),
    // Last: they need an installed Kafka.
    new ConsumeBenchmark(), new PeopleBenchmark(),
];

var options = BenchOptions.Read(args);
if (options.Twin is EmptyEndpoint.Twin or EmptyEndpoint.Service)
{
    await EmptyEndpoint.ServeAsync(options.Twin);
    return 0;
}
if (options.List)
{
    foreach (var one in all) Console.WriteLine($"{one.Name,-10} {one.Description}");
    return 0;
}
var names = options.Names.Length > 0 ? options.Names.Split(',') : [.. all.Select(b => b.Name)];
if (names.FirstOrDefault(name => all.All(b => b.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"erp: there is no benchmark '{unknown}'; --list shows which there are.");
    return 1;
}

using var ending = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    // Said before the application has started.
    if (options.MongoDb.Length > 0) await ApprovalDatabase.OpenAsync(options.MongoDb);
    foreach (var benchmark in all.Where(b => names.Contains(b.Name)))
    {
        if (options.Against.Length > 0) await MeasureAsync(benchmark, options.Against);
        var result = await MeasureAsync(benchmark, options.Root);
        if (options.Results.Length > 0) result.Write(options.Results);
    }
    return 0;
}
catch (Exception e) when (e is BenchException or MongoException)
{
    await Console.Error.WriteLineAsync($"erp: {e.Message}");
    return 1;
}
catch (OperationCanceledException) when (ending.IsCancellationRequested)
{
    return 130;
}

async Task<BenchResult> MeasureAsync(IBenchmark benchmark, string checkout)
{
    Report.Say($"{benchmark.Name}: {checkout}");
    var measured = await benchmark.RunAsync(options, checkout, ending.Token);
    var result = new BenchResult(
        benchmark.Name, await CommitAsync(checkout), Machine.Describe(), DateTimeOffset.UtcNow, measured.Figures)
    {
        Chart = measured.Chart,
    };
    Report.Print(result, BenchResult.Read(Path.Combine(options.Root, "bench", "results"), benchmark.Name));
    return result;
}

static async Task<string> CommitAsync(string checkout)
{
    using var git = Process.Start(new ProcessStartInfo(
        "git", ["-C", checkout, "describe", "--always", "--dirty", "--abbrev=7", "--exclude", "*"])
    {
        RedirectStandardOutput = true,
    })!;
    return (await git.StandardOutput.ReadToEndAsync()).Trim();
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.Cancel();
}
