using System.Globalization;
using System.Xml.Linq;

namespace Erp.Cli.Commands;

/// <summary>How many tests passed, failed and were skipped.</summary>
public readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>Nothing ran.</summary>
    public static TestCounts None => default;

    /// <summary>Sums two.</summary>
    public static TestCounts operator +(TestCounts a, TestCounts b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    /// <summary>Reads a Visual Studio test results file (<c>trx</c>); nothing when the file is absent.</summary>
    public static TestCounts Read(string file)
    {
        if (!File.Exists(file)) return None;
        var outcomes = XDocument.Load(file).Descendants()
            .Where(e => e.Name.LocalName == "UnitTestResult")
            .CountBy(e => e.Attribute("outcome")?.Value ?? "Failed")
            .ToDictionary(o => o.Key, o => o.Value);
        var passed = outcomes.GetValueOrDefault("Passed");
        var skipped = outcomes.GetValueOrDefault("NotExecuted");
        return new(passed, outcomes.Values.Sum() - passed - skipped, skipped);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");
}
