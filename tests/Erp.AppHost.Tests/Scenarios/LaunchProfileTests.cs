using System.Globalization;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>A service that somebody starts by themselves, beside the application that runs.</summary>
[Collection(OnEmbeddedKafka.Name)]
public sealed class LaunchProfileTests(EmbeddedKafkaApplication app) : IDisposable
{
    private const string Service = "employee-service";
    private static readonly string Settings =
        Path.Combine(Repository.Root, "Erp.Employee", "Properties", "launchSettings.json");

    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = File.Exists(Settings) ? File.ReadAllText(Settings) : null;

    public void Dispose()
    {
        _folder.Delete();
        if (_before is not null) File.WriteAllText(Settings, _before);
        else File.Delete(Settings);
    }

    [Fact]
    public async Task It_works_on_the_same_data_and_other_profiles_stay()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Settings)!);
        await File.WriteAllTextAsync(Settings, """{ "profiles": { "mine": { "commandName": "Project" } } }""");
        var written = await app.ExecuteAsync(Service, "launch-profile");
        Assert.True(written.Success, written.Message);
        Assert.Contains("\"mine\"", await File.ReadAllTextAsync(Settings), StringComparison.Ordinal);

        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var command = written.Data!.Value.Split(' ');
        Assert.Equal(["dotnet", "run"], command[..2]);
        // Ports of its own; that of the metrics exists in tests only.
        string[] ports = [$"--urls=http://127.0.0.1:{port}", "--METRICS_PORT="];
        await using var process = ServerProcess.Start(
            "dotnet", [.. command[1..], "--no-build", "--", .. ports], _folder.File("log"));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await process.WaitUntilReadyAsync(
            async () => (await http.GetAsync("/health")).IsSuccessStatusCode, TimeSpan.FromMinutes(1));

        var person = await Person.HireAsync(app);
        http.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        (await http.GetAsync($"/employees/{person.Id}")).EnsureSuccessStatusCode();
        await process.StopAsync();
    }

    [Fact]
    public async Task A_file_that_is_none_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Settings)!);
        await File.WriteAllTextAsync(Settings, "not JSON");
        var written = await app.ExecuteAsync(Service, "launch-profile");
        Assert.False(written.Success);
        Assert.Contains("launchSettings.json cannot be written", written.Message, StringComparison.Ordinal);
        Assert.Equal("not JSON", await File.ReadAllTextAsync(Settings));
    }
}
