using System.CommandLine;
using System.Globalization;
using Erp.Cli.Measuring;
using Erp.Cli.Setup;
using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary><c>erp bench</c>: what the start of the whole application takes, alone or in turn with that of another
/// checkout.</summary>
public static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How often to start, 1 to 50.",
            DefaultValueFactory = _ => 5,
        };
        runs.MustBe(n => n is >= 1 and <= 50, "from 1 to 50");
        var against = new Option<DirectoryInfo?>("--against")
        {
            Description = "Another checkout, already built, to start in turn with this one.",
        };
        against.MustBe(other => other is null || other.EnumerateFiles("Erp.sln").Any(), "the folder of a checkout");
        var command = new Command("bench", "Measure the start of the whole application: time and processor time.")
        {
            runs, against,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Machine.PrepareToRunAsync([]);
            await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
            var other = parsed.GetValue(against);
            var (these, others) = (new List<ApplicationStart>(), new List<ApplicationStart>());
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                these.Add(await MeasureAsync("this", run, Repository.Root, cancellationToken));
                if (other is not null) others.Add(await MeasureAsync("other", run, other.FullName, cancellationToken));
            }
            PrintResources(these);
            if (other is not null) PrintComparison(these, others);
            return 0;
        });
        return command;
    }

    private static async Task<ApplicationStart> MeasureAsync(
        string name, int run, string checkout, CancellationToken cancellationToken)
    {
        var start = await ApplicationStart.MeasureAsync(checkout, cancellationToken);
        var (clock, processor) = (Number(start.All), Number(start.ProcessorSeconds));
        Console.WriteLine($"{name} {run}: all healthy after {clock} s, {processor} processor seconds");
        return start;
    }

    private static void PrintResources(List<ApplicationStart> starts)
    {
        var table = NewTable("resource", "min s", "median s", "max s");
        foreach (var one in starts.SelectMany(s => s.Seconds).GroupBy(s => s.Key, s => s.Value).OrderBy(Median))
            AddRow(table, one.Key, one);
        AddRow(table, "all", starts.Select(s => s.All));
        AddRow(table, "all, processor", starts.Select(s => s.ProcessorSeconds).OfType<double>());
        AnsiConsole.Write(table);
    }

    private static void PrintComparison(List<ApplicationStart> these, List<ApplicationStart> others)
    {
        var table = NewTable("pair", "this s", "other s", "ratio", "this processor s", "other processor s", "ratio");
        var pairs = these.Zip(others, (mine, its) => new double?[]
        {
            mine.All, its.All, mine.All / its.All,
            mine.ProcessorSeconds, its.ProcessorSeconds, mine.ProcessorSeconds / its.ProcessorSeconds,
        }).ToList();
        foreach (var (index, pair) in pairs.Index()) table.AddRow([$"{index + 1}", .. pair.Select(Number)]);
        var medians = Enumerable.Range(0, 6).Select(i => Median(pairs.Select(p => p[i]).OfType<double>()));
        table.AddRow(["median", .. medians.Select(Number)]);
        AnsiConsole.Write(table);
    }

    private static Table NewTable(params string[] columns) =>
        new Table().Border(TableBorder.Markdown).AddColumns(columns);

    private static void AddRow(Table table, string name, IEnumerable<double> values)
    {
        var list = values.ToList();
        if (list.Count > 0) table.AddRow(name, Number(list.Min()), Number(Median(list)), Number(list.Max()));
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        if (sorted.Count == 0) return null;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Number(double? value) =>
        value?.ToString(value < 5 ? "0.00" : "0.0", CultureInfo.InvariantCulture) ?? "?";
}
