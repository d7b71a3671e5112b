namespace Erp.Cli.Setup;

/// <summary>Whether the NuGet feed of this machine has the official Aspire packages. Found out once by a real restore and build, and kept as
/// MSBuild property <c>AspireSource</c> in the git-ignored Feed.props; deleting that file asks again.</summary>
public static class Feed
{
    private static string PropsFile => Repository.File("Feed.props");

    /// <summary><c>packages</c> (the official ones), <c>repository</c> (hosting/ stands in), or null when nobody has looked yet.</summary>
    public static string? Known()
    {
        if (!File.Exists(PropsFile)) return null;
        return File.ReadAllText(PropsFile).Contains("<AspireSource>packages<", StringComparison.Ordinal) ? "packages" : "repository";
    }

    /// <summary>The known answer, or a real attempt with the official packages.</summary>
    public static async Task<string> FindOutAsync(Action<string> progress)
    {
        if (Known() is { } known) return known;
        progress("trying the official Aspire packages (restore and build)");
        var (code, output) = await Shell.CaptureAsync("dotnet", ["build", Repository.File("Erp.sln"), "-p:AspireSource=packages", "-v", "q", "--nologo"]);
        var source = code == 0 ? "packages" : "repository";
        var why = code == 0 ? "restored and built" : FirstError(output);
        await File.WriteAllTextAsync(PropsFile, $"""
            <!-- Written by ./erp on {DateTime.UtcNow:yyyy-MM-dd}: {why.Replace("--", "- -", StringComparison.Ordinal)}. Delete this file to ask again. -->
            <Project>
              <PropertyGroup>
                <AspireSource>{source}</AspireSource>
              </PropertyGroup>
            </Project>

            """);
        return source;
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
