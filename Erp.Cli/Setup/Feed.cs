namespace Erp.Cli.Setup;

/// <summary>Which NuGet feed this machine has: <c>full</c> has the official Aspire packages, <c>partial</c> has not. Found out once by a real
/// restore and build, and kept in the git-ignored Feed.props; deleting that file asks again.</summary>
public static class Feed
{
    private static string PropsFile => Repository.File("Feed.props");

    /// <summary><c>full</c>, <c>partial</c>, or null when nobody has looked yet.</summary>
    public static string? Known()
    {
        if (!File.Exists(PropsFile)) return null;
        return File.ReadAllText(PropsFile).Contains("<Feed>full</Feed>", StringComparison.Ordinal) ? "full" : "partial";
    }

    /// <summary>The known answer, or a real attempt with the official packages.</summary>
    public static async Task<string> FindOutAsync(Action<string> progress)
    {
        if (Known() is { } known) return known;
        progress("trying the official Aspire packages (restore and build)");
        var (code, output) = await Shell.CaptureAsync("dotnet", ["build", Repository.File("Erp.sln"), "-p:Feed=full", "-v", "q", "--nologo"]);
        var feed = code == 0 ? "full" : "partial";
        var why = code == 0 ? "restored and built" : FirstError(output);
        await File.WriteAllTextAsync(PropsFile, $"""
            <!-- Written by ./erp on {DateTime.UtcNow:yyyy-MM-dd}: {why.Replace("--", "- -", StringComparison.Ordinal)}. Delete this file to ask again. -->
            <Project>
              <PropertyGroup>
                <Feed>{feed}</Feed>
              </PropertyGroup>
            </Project>

            """);
        return feed;
    }

    private static string FirstError(string output)
    {
        var line = output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal)) ?? "it did not build";
        var start = line.IndexOf("error", StringComparison.Ordinal);
        var text = start < 0 ? line : line[start..];
        var end = text.IndexOf(" [", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }
}
