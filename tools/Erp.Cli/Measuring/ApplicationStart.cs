using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Erp.Cli.Measuring;

/// <summary>One start of the whole application, measured from <c>dotnet run --no-build</c> until every resource is
/// healthy.</summary>
/// <param name="Seconds">Until each resource was healthy, by the clock.</param>
/// <param name="All">Until the last one was.</param>
/// <param name="ProcessorSeconds">What all its processes had used by then; null where that cannot be seen.</param>
public sealed partial record ApplicationStart(
    IReadOnlyDictionary<string, double> Seconds, double All, double? ProcessorSeconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), EndPatience = TimeSpan.FromMinutes(2);

    /// <summary>Starts a built checkout, measures, and ends it with all its processes.</summary>
    public static async Task<ApplicationStart> MeasureAsync(string checkout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var tree = new ProcessTree();
        var clock = Stopwatch.StartNew();
        string[] arguments = ["run", "--no-build", "--project", Path.Combine(checkout, "Erp.AppHost")];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            Environment = { [tree.Mark.Name] = tree.Mark.Value },
        })!;
        var healthy = new Dictionary<string, double>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                var seconds = clock.Elapsed.TotalSeconds;
                if (Healthy().Match(line) is { Success: true } one) healthy[one.Groups[1].Value] = seconds;
                if (line.Contains("resources are healthy", StringComparison.Ordinal))
                    return new(healthy, seconds, tree.ProcessorSeconds());
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ErpException(
                $"it is not healthy after {Patience.TotalMinutes:0} minutes; start it with ./erp run to see why.");
        }
        finally
        {
            await EndAsync(process, tree);
        }
        throw new ErpException("the application ended before it was healthy; start it with ./erp run to see why.");
    }

    // The next start is measured only when nothing of this one works any more.
    private static async Task EndAsync(Process process, ProcessTree tree)
    {
        Shell.Terminate(process);
        await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        while (tree.Lives() && clock.Elapsed < EndPatience) await Task.Delay(100, CancellationToken.None);
    }

    [GeneratedRegex(@"([a-z][a-z0-9-]*) is healthy after")]
    private static partial Regex Healthy();
}
