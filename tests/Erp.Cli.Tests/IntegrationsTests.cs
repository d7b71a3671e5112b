using System.IO.Compression;
using Erp.Cli.Setup;
using Erp.TestSupport;
using Repository = Erp.TestSupport.Repository;

namespace Erp.Cli.Tests;

/// <summary>Asking a feed for Aspire's Kafka, MySQL and MongoDB integrations: a folder is the feed.</summary>
public sealed class IntegrationsTests : IDisposable
{
    private const string Version = "13.6.5";
    private static readonly string[] Names = ["Aspire.Hosting.Kafka", "Aspire.Hosting.MongoDB", "Aspire.Hosting.MySql"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task A_feed_that_has_the_three_gives_the_official_ones() =>
        Assert.Equal("packages", await AskAsync(Names));

    [Fact]
    public async Task A_feed_that_lacks_one_gives_the_stand_ins() =>
        Assert.Equal("repository", await AskAsync(Names[..2]));

    [Fact]
    public async Task The_answer_is_kept_and_is_what_the_build_imports()
    {
        await AskAsync([]);
        Assert.Contains("<AspireIntegrations>repository</AspireIntegrations>",
            await File.ReadAllTextAsync(_folder.File("Integrations.props")), StringComparison.Ordinal);
        Assert.Equal("repository", new Integrations(_folder.Path).Known());
        Assert.Contains(
            "Integrations.props", await File.ReadAllTextAsync(Repository.File("Directory.Build.props")),
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("artifacts")));
    }

    private async Task<string> AskAsync(string[] served)
    {
        Directory.CreateDirectory(_folder.File("feed"));
        foreach (var name in served) Package(name);
        await File.WriteAllTextAsync(_folder.File("NuGet.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{_folder.File("feed")}" /></packageSources>
            </configuration>
            """);
        await File.WriteAllTextAsync(_folder.File("Directory.Build.props"), $"""
            <Project><PropertyGroup>
              <AspireVersion>{Version}</AspireVersion>
              <TargetFramework>net10.0</TargetFramework>
            </PropertyGroup></Project>
            """);
        // Not into the user's packages, where the empty ones would pass for the real ones ever after.
        return await new Integrations(_folder.Path, _folder.File("packages")).FindOutAsync(_ => { });
    }

    private void Package(string name)
    {
        using var package = ZipFile.Open(_folder.File($"feed/{name}.{Version}.nupkg"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(package.CreateEntry($"{name}.nuspec").Open());
        writer.Write($"""
            <package><metadata>
              <id>{name}</id><version>{Version}</version><authors>test</authors><description>test</description>
            </metadata></package>
            """);
    }
}
