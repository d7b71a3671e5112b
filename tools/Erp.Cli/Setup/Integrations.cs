using System.Xml.Linq;

namespace Erp.Cli.Setup;

/// <summary>Whether the NuGet feed of this machine has the official Aspire.Hosting.Kafka, .MySql and .MongoDB. Found
/// out once by a real restore, and kept as MSBuild property <c>AspireIntegrations</c> in the git-ignored
/// Integrations.props.</summary>
/// <param name="root">The checkout.</param>
/// <param name="packagesFolder">Where restored packages go; empty for the user's own folder.</param>
public sealed class Integrations(string root, string packagesFolder = "")
{
    private static readonly string[] Packages =
        ["Aspire.Hosting.Kafka", "Aspire.Hosting.MongoDB", "Aspire.Hosting.MySql"];

    private string PropsFile => Path.Combine(root, "Integrations.props");

    /// <summary><c>packages</c> (the official ones), <c>repository</c> (integrations/), or null when nobody has looked
    /// yet.</summary>
    public string? Known()
    {
        if (!File.Exists(PropsFile)) return null;
        return File.ReadAllText(PropsFile).Contains(">packages<", StringComparison.Ordinal) ? "packages" : "repository";
    }

    /// <summary>The known answer, or a restore of the three packages.</summary>
    public async Task<string> FindOutAsync(Action<string> progress)
    {
        if (Known() is { } known) return known;
        progress($"asking for {string.Join(", ", Packages)}");
        var (succeeded, output) = await RestoreAsync();
        var source = succeeded ? "packages" : "repository";
        // A comment must not contain two hyphens.
        var why = succeeded
            ? "the three were restored"
            : FirstError(output).Replace("--", "- -", StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            PropsFile,
            $"""
            <!-- Written by ./erp on {DateTime.UtcNow:yyyy-MM-dd}: {why}. Delete this file to ask again. -->
            <Project>
              <PropertyGroup>
                <AspireIntegrations>{source}</AspireIntegrations>
              </PropertyGroup>
            </Project>

            """);
        return source;
    }

    /// <summary>Restores a project that asks for nothing else, in a folder below the checkout, so that its NuGet
    /// settings count.</summary>
    private async Task<(bool Succeeded, string Output)> RestoreAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "integrations"));
        var version = Property("AspireVersion");
        try
        {
            // Its own, empty props: the checkout's would add packages of their own.
            foreach (var name in (string[])["Directory.Build.props", "Directory.Packages.props"])
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), "<Project />");
            var project = Path.Combine(folder.FullName, "Probe.csproj");
            await File.WriteAllTextAsync(project, $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>{Property("TargetFramework")}</TargetFramework>
                    <RestorePackagesPath>{packagesFolder}</RestorePackagesPath>
                  </PropertyGroup>
                  <ItemGroup>
                    {string.Concat(Packages.Select(p => $"""<PackageReference Include="{p}" Version="{version}" />"""))}
                  </ItemGroup>
                </Project>
                """);
            return await Dotnet.RunAsync("restore", project);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Property(string name) =>
        XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants(name).LastOrDefault()?.Value
        ?? throw new ErpException($"Directory.Build.props has no {name}.");

    private static string FirstError(string output)
    {
        // A restore that ends without success and without an error was told to stop: that is no answer to keep.
        var line = output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))
            ?? throw new ErpException("the restore of Aspire's integrations did not finish; try again.");
        var text = line[line.IndexOf("error", StringComparison.Ordinal)..];
        var end = text.IndexOf(" [", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }
}
