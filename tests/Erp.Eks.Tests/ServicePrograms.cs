using System.Net.Http.Headers;
using System.Text.Json;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The programs of the published services as processes on this machine, each with the variables and the
/// certificate of its pod. What they call has loopback addresses; users' tokens are signed with the tests'
/// key.</summary>
internal sealed class ServicePrograms : IAsyncDisposable
{
    private static readonly JsonElement Inventory = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Published.Folder, "inventory.json"))).RootElement.GetProperty("services");

    private readonly TemporaryFolder _folder = new();
    private readonly MariaDbServer _mysql = new();
    private readonly Dictionary<string, ServerProcess> _running = [];
    private readonly Dictionary<string, Uri> _addresses =
        Published.Services.ToDictionary(s => s, _ => new Uri($"http://127.0.0.1:{FreePort.Next()}"));

    /// <summary>Of the inboxes and of the notifications.</summary>
    public RedisServer Redis { get; } = new();

    /// <summary>Where notification-service writes mails.</summary>
    public string Mails => Directory.CreateDirectory(_folder.File("mails")).FullName;

    public async Task StartAsync(KafkaProcesses kafka)
    {
        await Task.WhenAll(_mysql.StartAsync(), Redis.StartAsync());
        foreach (var service in Published.Services)
        {
            var project = Path.GetDirectoryName(
                Inventory.GetProperty(service[..^"-service".Length]).GetProperty("project").GetString())!;
            // Shells pass no variables on whose names have a hyphen.
            var others = _addresses.Select(a => $"--services:{a.Key}:http:0={a.Value}");
            _running[service] = ServerProcess.Start(
                "dotnet", [Repository.Built(project, $"{project}.dll"), .. others], _folder.File($"{service}.log"),
                Environment(service, kafka));
        }
    }

    /// <summary>Ready by the probe of its pod.</summary>
    public async Task<bool> IsReadyAsync(string service)
    {
        Assert.False(_running[service].HasExited, _running[service].Output);
        using var http = new HttpClient { BaseAddress = _addresses[service] };
        var probe = Pod(service).Container.Text("readinessProbe", "httpGet", "path");
        try { return (await http.GetAsync(new Uri(probe!, UriKind.Relative))).IsSuccessStatusCode; }
        catch (HttpRequestException) { return false; }
    }

    public HttpClient As(string service, string token) => new()
    {
        BaseAddress = _addresses[service],
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running.Values) await process.DisposeAsync();
        await ((IAsyncDisposable)_mysql).DisposeAsync();
        await ((IAsyncDisposable)Redis).DisposeAsync();
        _folder.Delete();
    }

    private static Doc Pod(string service) => ProductionRequirements.Prod.One("Deployment", service);

    private Dictionary<string, string> Environment(string service, KafkaProcesses kafka)
    {
        var workload = Pod(service);
        // Those with a reference in them are the addresses and passwords of below.
        var environment = workload.Container.List("env")
            .Where(e => e.Text("value") is { } value && !value.Contains("$(", StringComparison.Ordinal))
            .ToDictionary(
                e => e.Text("name")!,
                e => kafka.Certificates!.InContainer(workload.Pod, workload.Container, e.Text("value")!));
        environment.Remove("METRICS_PORT");
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["ASPNETCORE_CONTENTROOT"] = _folder.Path;
        environment["HTTP_PORTS"] = $"{_addresses[service].Port}";
        environment["Auth__SigningKey"] = Tokens.SigningKey;
        environment["Auth__ServiceKey"] = Tokens.ServiceKey;
        environment["ConnectionStrings__kafka"] = kafka.BootstrapServers;
        environment["ConnectionStrings__mysql"] = _mysql.ConnectionString;
        environment["ConnectionStrings__redis"] = Redis.ConnectionString;
        environment["ConnectionStrings__mongodb"] = $"Data Source={_folder.File("approvals.db")}";
        environment["Mail__Folder"] = Mails;
        return environment;
    }
}
