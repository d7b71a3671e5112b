using System.Globalization;
using Erp.Chaos.Checking;
using Erp.Chaos.Faults;
using Spectre.Console;

namespace Erp.Chaos.Running;

/// <summary>What is written to the console.</summary>
internal static class Reports
{
    public static void List()
    {
        var table = NewTable("fault", "what it does");
        foreach (var fault in AllFaults.Single) table.AddRow(fault.Name, fault.What.EscapeMarkup());
        foreach (var turn in AllFaults.Turns) table.AddRow(turn.Name, turn.What.EscapeMarkup());
        table.AddRow(AllFaults.PairName, "two of them at the same time, chosen by the seed");
        AnsiConsole.Write(table);
    }

    public static void Run(RunResult result)
    {
        var outcome = result.Good ? $"right after {Seconds(result.Recovery)} s" : "WRONG";
        Console.WriteLine(
            $"{result.Fault}, seed {result.Seed}: {result.Operations} operations, {outcome}; nobody waited longer than "
                + $"{Tenths(result.LongestWait)} s for an answer");
        if (result.Good)
        {
            foreach (var last in result.Last.Take(3)) Console.WriteLine($"  last of all: {last}");
            return;
        }
        foreach (var wrong in result.Wrongs.Take(40)) Console.WriteLine($"  {wrong}");
        Console.WriteLine($"  all of it, and the logs: {result.Logs}");
    }

    public static void Table(IReadOnlyList<RunResult> results)
    {
        var table = NewTable(
            "fault", "runs", "operations", "lost", "doubled", "reordered", "untrue", "not told", "recovery s",
            "longest wait s");
        foreach (var fault in results.GroupBy(r => r.Fault))
            table.AddRow(
            [
                fault.Key, Number(fault.Count()), Number(fault.Sum(r => r.Operations)),
                .. Enum.GetValues<ViolationKind>().Select(kind => Number(fault.Sum(r => r.Count(kind)))),
                fault.All(r => r.Good) ? Range(fault) : $"not within the limit: {fault.Count(r => !r.Good)}",
                Tenths(fault.Max(r => r.LongestWait)),
            ]);
        AnsiConsole.Write(table);
    }

    private static string Range(IEnumerable<RunResult> runs)
    {
        var (least, most) = (Seconds(runs.Min(r => r.Recovery)), Seconds(runs.Max(r => r.Recovery)));
        return least == most ? least : $"{least}–{most}";
    }

    private static string Seconds(TimeSpan? time) =>
        time?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) ?? "";

    private static string Tenths(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // As wide as it needs to be: the table is copied into documents.
    private static Table NewTable(params string[] columns)
    {
        AnsiConsole.Profile.Width = 200;
        return new Table().Border(TableBorder.Markdown).AddColumns(columns);
    }
}
