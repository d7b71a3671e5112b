using Spectre.Console;

namespace Erp.Bench.Reporting;

/// <summary>What the console shows of a result.</summary>
internal static class Report
{
    /// <summary>A line of progress.</summary>
    public static void Say(string text) =>
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {text}");

    /// <summary>A table in Markdown: medians, the runs' ends, and how they stand to the result before.</summary>
    public static void Print(BenchResult result, BenchResult? before)
    {
        var table = new Table().Border(TableBorder.Markdown)
            .AddColumns("figure", "unit", "median", "min", "max", "committed", "ratio");
        foreach (var figure in result.Figures.Where(f => f.Values.Count > 0))
        {
            var earlier = before?.Figures.FirstOrDefault(f => f.Name == figure.Name)?.Median;
            table.AddRow(
                Markup.Escape(figure.Name), figure.Unit, Figure.Show(figure.Median), Figure.Show(figure.Values.Min()),
                Figure.Show(figure.Values.Max()),
                earlier is { } value ? Figure.Show(value) : "",
                earlier is { } one and not 0 ? Figure.Show(figure.Median / one) : "");
        }
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{result.Benchmark}: {result.Commit}, {result.Machine}");
        AnsiConsole.Write(table);
    }
}
