using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Erp.Cli.Setup;
using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary><c>erp bench</c>: how long the whole application takes from <c>dotnet run --no-build</c> until every resource is healthy.</summary>
public static partial class BenchCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often to start, 1 to 50.", DefaultValueFactory = _ => 5 };
        runs.MustBe(n => n is >= 1 and <= 50, "from 1 to 50");
        var command = new Command("bench", "Measure the start of the whole application, per resource: minimum, median, maximum.") { runs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Machine.PrepareToRunAsync([]);
            await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
            var seconds = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                foreach (var (resource, at) in await StartOnceAsync(cancellationToken))
                    (seconds.TryGetValue(resource, out var list) ? list : seconds[resource] = []).Add(at);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run}: all healthy after {seconds[All][^1]:0.0} s"));
            }
            Print(seconds);
            return 0;
        });
        return command;
    }

    private const string All = "(all)";

    private static async Task<Dictionary<string, double>> StartOnceAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "--no-build", "--project", Repository.File("Erp.AppHost")])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        var healthy = new Dictionary<string, double>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (Healthy().Match(line) is { Success: true } one) healthy[one.Groups[1].Value] = clock.Elapsed.TotalSeconds;
                if (!line.Contains("resources are healthy", StringComparison.Ordinal)) continue;
                healthy[All] = clock.Elapsed.TotalSeconds;
                return healthy;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ErpException($"the application is not healthy after {Patience.TotalMinutes:0} minutes; start it with ./erp run to see why.");
        }
        finally
        {
            Shell.Terminate(process);
            await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        throw new ErpException("the application ended before it was healthy; start it with ./erp run to see why.");
    }

    private static void Print(SortedDictionary<string, List<double>> seconds)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns("resource", "min s", "median s", "max s");
        foreach (var (resource, list) in seconds.OrderBy(s => Median(s.Value)))
            table.AddRow(new[] { resource }.Concat(new[] { list.Min(), Median(list), list.Max() }.Select(v => v.ToString("0.0", CultureInfo.InvariantCulture))).ToArray());
        AnsiConsole.Write(table);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    [GeneratedRegex(@"([a-z][a-z0-9-]*) is healthy after")]
    private static partial Regex Healthy();
}
