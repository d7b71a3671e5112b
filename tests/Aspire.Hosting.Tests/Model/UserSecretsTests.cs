using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Tests.Model;

public sealed class UserSecretsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets");

    private string FilePath => Path.Combine(_folder.FullName, "id", "secrets.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_secret_is_generated_once_and_found_by_the_next_start()
    {
        var (first, second) = (new ConfigurationManager(), new ConfigurationManager());

        new UserSecretsManager(FilePath).GetOrSetSecret(first, "Parameters:key", () => "generated");
        new UserSecretsManager(FilePath).GetOrSetSecret(second, "Parameters:key", () => throw new InvalidOperationException("It is kept already."));

        Assert.Equal("generated", first["Parameters:key"]);
        Assert.Equal("generated", second["Parameters:key"]);
    }

    [Fact]
    public void A_configured_value_is_neither_replaced_nor_kept()
    {
        var configuration = new ConfigurationManager();
        configuration["Parameters:key"] = "configured";

        new UserSecretsManager(FilePath).GetOrSetSecret(configuration, "Parameters:key", () => "generated");

        Assert.Equal("configured", configuration["Parameters:key"]);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task Many_first_starts_at_once_agree_on_one_secret_and_lose_none()
    {
        var values = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
        {
            var configuration = new ConfigurationManager();
            new UserSecretsManager(FilePath).GetOrSetSecret(configuration, "shared", () => $"from {i}");
            new UserSecretsManager(FilePath).TrySetSecret($"own-{i}", "x");
            return configuration["shared"];
        })));

        Assert.Single(values.Distinct());
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(FilePath))!.AsObject();
        Assert.Equal(17, kept.Count);
    }

    [Fact]
    public void Other_secrets_of_the_file_stay()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, """{ "Other": "kept" }""");

        Assert.True(new UserSecretsManager(FilePath).TrySetSecret("New", "1"));

        var kept = JsonNode.Parse(File.ReadAllText(FilePath))!;
        Assert.Equal(("kept", "1"), ((string?)kept["Other"], (string?)kept["New"]));
    }

    [Fact]
    public void Only_the_owner_reads_the_file()
    {
        new UserSecretsManager(FilePath).TrySetSecret("a", "b");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public void Without_user_secrets_a_value_is_generated_for_this_run()
    {
        var configuration = new ConfigurationManager();
        var manager = new UserSecretsManager(null);

        manager.GetOrSetSecret(configuration, "key", () => "generated");

        Assert.False(manager.IsAvailable);
        Assert.False(manager.TrySetSecret("a", "b"));
        Assert.Equal("generated", configuration["key"]);
    }
}
