namespace Aspire.Hosting;

/// <summary>The short options of an AppHost's command line, turned into configuration keys.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--operation"] = "--AppHost:Operation",
        ["--publisher"] = "--Publishing:Publisher",
        ["--output-path"] = "--Pipeline:OutputPath",
        ["--step"] = "--Pipeline:Step",
    };

    public static string[] Normalize(string[]? args) => [.. (args ?? []).Select(arg =>
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? arg : arg[..equals];
        return Keys.TryGetValue(name, out var key) ? key + arg[name.Length..] : arg;
    })];
}
