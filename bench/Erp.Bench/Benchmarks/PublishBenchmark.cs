using System.Diagnostics;
using Erp.Bench.Running;

namespace Erp.Bench.Benchmarks;

/// <summary>Writing the manifests of the whole application.</summary>
internal sealed class PublishBenchmark : IBenchmark
{
    public string Name => "publish";

    public string Description => "from the start of the AppHost until all manifests are written";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        var host = Path.Combine(checkout, "Erp.AppHost", "bin", "Release", "net10.0", "Erp.AppHost.dll");
        var output = Directory.CreateTempSubdirectory("erp-bench-publish-").FullName;
        string[] publish = [host, "--operation", "publish", "--step", "publish", "--output-path", output];
        await TimeAsync(publish, cancellationToken); // reads the programs from the disk
        List<double> seconds = [], processor = [], twin = [];
        for (var run = 1; run <= options.Runs; run++)
        {
            var (clock, used) = await TimeAsync(publish, cancellationToken);
            seconds.Add(clock);
            processor.Add(used);
            twin.Add((await TimeAsync(["--version"], cancellationToken)).Seconds);
        }
        var written = Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Any();
        Directory.Delete(output, recursive: true);
        if (!written) throw new BenchException("no manifests were written.");
        return new(
        [
            new("all manifests written", "s", seconds), new("processor time", "s", processor),
            new("twin: dotnet --version", "s", twin),
        ]);
    }

    private static async Task<(double Seconds, double ProcessorSeconds)> TimeAsync(
        string[] arguments, CancellationToken cancellationToken)
    {
        var (clock, before) = (Stopwatch.StartNew(), ProcessTree.EndedChildrenSeconds());
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new BenchException($"dotnet {string.Join(' ', arguments)} failed:\n{said}");
        return (clock.Elapsed.TotalSeconds, ProcessTree.EndedChildrenSeconds() - before);
    }
}
