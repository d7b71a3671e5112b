using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Erp.Testing.Application;

/// <summary>The whole application, started from the AppHost's own Program with real processes and data in a folder of
/// its own.</summary>
public abstract class ErpApplication : IRunningApplication, IAsyncLifetime
{
    /// <summary>By the names of their resources.</summary>
    public static readonly string[] Services =
        ["employee-service", "approval-request-service", "approval-processing-service", "notification-service"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _own = Directory.CreateTempSubdirectory("erp-app-").FullName;
    private DistributedApplication? _app;

    /// <summary>Where its servers keep their data; a folder of its own, which is deleted at the end, unless one is
    /// given.</summary>
    public string DataFolder { get => field ?? _own; init; }

    /// <summary>Further configuration.</summary>
    protected virtual IEnumerable<string> Arguments => [];

    /// <summary><c>embedded</c> or <c>installed</c>.</summary>
    protected abstract string Kafka { get; }

    /// <summary>False where what this application needs is not here; its tests are skipped then.</summary>
    protected virtual bool CanRun => true;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The application is not running.");

    /// <summary>Further changes of the model.</summary>
    protected virtual void Configure(IDistributedApplicationTestingBuilder builder)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        if (!CanRun) return;
        using var patience = new CancellationTokenSource(Patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Erp_AppHost>(
        [
            $"--Backing:DataFolder={DataFolder}", $"--Backing:kafka={Kafka}", "--Backing:mongodb=embedded",
            "--Backing:mysql=installed", "--Backing:redis=installed", "--Backing:mail=embedded",
            $"--Parameters:auth-signing-key={Tokens.SigningKey}",
            "--Logging:LogLevel:System.Net.Http.HttpClient=Warning",
            .. Arguments,
        ], patience.Token);
        Configure(builder);
        _app = await builder.BuildAsync(patience.Token);
        EndOnSignal.Add(this);
        await _app.StartAsync(patience.Token);
        foreach (var service in Services) await HealthyAsync(service, patience.Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app) await app.DisposeAsync();
        EndOnSignal.Remove(this);
        if (Directory.Exists(_own)) Directory.Delete(_own, recursive: true);
    }

    /// <summary>Ends all of it and starts it again with the data that it had, at other addresses.</summary>
    public async Task RestartAsync()
    {
        var before = Interlocked.Exchange(ref _app, null);
        if (before is not null) await before.DisposeAsync();
        await InitializeAsync();
    }

    /// <summary>A client for one service, any replica.</summary>
    public HttpClient Client(string service, string token)
    {
        var client = App.CreateHttpClient(service, "http");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The addresses of a service's replicas, past the proxy that shares the load between them.</summary>
    public async Task<IReadOnlyList<Uri>> ReplicasAsync(string service, int count = 2)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var addresses = new Dictionary<string, Uri>();
        await foreach (var update in App.ResourceNotifications.WatchAsync(patience.Token))
        {
            if (update.Resource.Name != service || update.Snapshot.State?.Text != KnownResourceStates.Running) continue;
            if (Address(update) is { } address) addresses[update.ResourceId] = address;
            if (addresses.Values.Distinct().Count() == count) break;
        }
        return [.. addresses.Values];
    }

    public Task StopAsync(string resource) => CommandAsync(resource, KnownResourceCommands.StopCommand);

    public async Task StartAsync(string resource)
    {
        await CommandAsync(resource, KnownResourceCommands.StartCommand);
        using var patience = new CancellationTokenSource(Patience);
        await HealthyAsync(resource, patience.Token);
    }

    /// <summary>The id and the process of one that runs.</summary>
    public async Task<(string Id, int Pid)> RunningReplicaAsync(string service)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var running = await App.ResourceNotifications.WaitForResourceAsync(service, IsRunning, patience.Token);
        var pid = running.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value;
        return (running.ResourceId, Convert.ToInt32(pid, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends one replica as a crash would; returns its id when the orchestrator has seen it.</summary>
    public async Task<string> KillReplicaAsync(string service)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (id, pid) = await RunningReplicaAsync(service);
        using (var process = Process.GetProcessById(pid)) process.Kill();
        await App.ResourceNotifications.WaitForResourceAsync(service,
            e => e.ResourceId == id && KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text),
            patience.Token);
        return id;
    }

    /// <summary>Starts one replica again, by the command that the dashboard offers; returns when it is ready, which
    /// only itself can say: the resource's own check asks whichever replica the proxy chooses.</summary>
    public async Task StartReplicaAsync(string service, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var result =
            await App.ResourceCommands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, patience.Token);
        Assert.True(result.Success, result.Message);
        var started = await App.ResourceNotifications.WaitForResourceAsync(
            service, e => e.ResourceId == id && IsRunning(e) && Address(e) is not null, patience.Token);
        using var replica = new HttpClient { BaseAddress = Address(started) };
        await Eventually.TrueAsync(
            async () => (await replica.GetAsync("/health", patience.Token)).IsSuccessStatusCode,
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Deletes everything that Redis holds.</summary>
    public async Task FlushRedisAsync()
    {
        using var redis =
            await ConnectionMultiplexer.ConnectAsync(await App.GetConnectionStringAsync("redis") + ",allowAdmin=true");
        foreach (var endpoint in redis.GetEndPoints()) await redis.GetServer(endpoint).FlushAllDatabasesAsync();
    }

    /// <summary>Stops Kafka, deletes its data and starts it again. The embedded one has its data in memory
    /// only.</summary>
    public async Task LoseKafkaDataAsync()
    {
        await StopAsync("kafka");
        var data = Path.Combine(DataFolder, "kafka", "data");
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        await StartAsync("kafka");
    }

    /// <summary>Executes a command with its arguments.</summary>
    public Task<ExecuteCommandResult> ExecuteAsync(
        string resource, string command, params (string Name, string Value)[] arguments) =>
        App.ResourceCommands.ExecuteCommandAsync(Resource(resource), command, new InteractionInputCollection(
            [
                .. arguments.Select(
                    a => new InteractionInput { Name = a.Name, Value = a.Value, InputType = InputType.Text }),
            ]));

    private async Task CommandAsync(string resource, string command)
    {
        var result = await App.ResourceCommands.ExecuteCommandAsync(Resource(resource), command);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
    }

    private Aspire.Hosting.ApplicationModel.IResource Resource(string name) =>
        App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == name);

    private static bool IsRunning(ResourceEvent e) =>
        e.Snapshot.State?.Text == KnownResourceStates.Running
            && e.Snapshot.Properties.Any(p => p.Name == "executable.pid" && p.Value is not null);

    private static Uri? Address(ResourceEvent e) =>
        e.Snapshot.EnvironmentVariables.FirstOrDefault(v => v.Name == "ASPNETCORE_URLS")?.Value is { Length: > 0 } urls
            ? new Uri(urls.Split(';')[0])
            : null;

    private async Task HealthyAsync(string resource, CancellationToken cancellationToken)
    {
        try
        {
            // The last word about one that was stopped and started may still be that it has ended.
            await App.ResourceNotifications.WaitForResourceHealthyAsync(
                resource, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{resource} did not become healthy.\n{await LogsAsync(resource)}");
        }
    }

    /// <summary>What a resource has written so far.</summary>
    public async Task<string> LogsAsync(string resource)
    {
        var text = new StringBuilder();
        await foreach (
            var lines in App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(Resource(resource)))
        foreach (var line in lines)
            text.AppendLine(line.Content);
        return text.ToString();
    }
}
