using System.Xml.Linq;

namespace Erp.Cli.Commands;

/// <summary>Which tests failed and why, to be said once more at the end of a long run.</summary>
public static class TestFailures
{
    private const int MostLines = 8;

    /// <summary>Name and the beginning of the reason of each, from a Visual Studio test results file (<c>trx</c>);
    /// nothing when the file is absent.</summary>
    public static IReadOnlyList<string> Read(string file)
    {
        if (!File.Exists(file)) return [];
        return
        [
            .. XDocument.Load(file).Descendants()
                .Where(e => e.Name.LocalName == "UnitTestResult" && e.Attribute("outcome")?.Value == "Failed")
                .Select(e => $"{e.Attribute("testName")?.Value}\n{Reason(e)}".TrimEnd()),
        ];
    }

    private static string Reason(XElement result) => string.Join('\n',
        (result.Descendants().FirstOrDefault(e => e.Name.LocalName == "Message")?.Value ?? "")
            .Split('\n').Take(MostLines).Select(line => $"  {line.TrimEnd()}"));
}
