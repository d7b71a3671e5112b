using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Erp.Chaos.Faults;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.Chaos;

/// <summary>One process of a service or server.</summary>
/// <param name="Id">As the orchestrator knows it.</param>
/// <param name="Pid">Null while it does not run.</param>
/// <param name="Address">Of its HTTP API, past the proxy; null for servers, and while it does not run.</param>
public sealed record Replica(string Id, int? Pid, Uri? Address);

/// <summary>The whole application, with what is needed to do it harm.</summary>
/// <param name="kafka">Where its Kafka comes from: <c>embedded</c> or <c>installed</c>.</param>
/// <param name="mongo">Its document store, which is started and ended with it; without one that is SQLite.</param>
/// <param name="brokers">Its Kafka in place of <paramref name="kafka"/>, started and ended with it.</param>
/// <param name="databases">Its MySQL where that has a standby, started and ended with it.</param>
public partial class ChaosApplication(
    string kafka, IMongoProcess? mongo = null, ApacheKafkaCluster? brokers = null, MariaDbPair? databases = null)
    : ErpApplication
{
    private const int Stop = 19, Continue = 18, ReplicasOfService = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, HashSet<string>> _processes = new();

    /// <summary>A client without tokens, proxies and retries.</summary>
    public HttpClient Plain { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(5),
    });

    protected override string Kafka => kafka;

    // What the services say is kept for a run that goes wrong, not shown beside the results.
    protected override IEnumerable<string> Arguments =>
    [
        .. ((string[])["Default", "Aspire.Hosting", "Aspire.Hosting.Dcp", "Erp.AppHost", "Erp.AppHost.Resources",
            "Microsoft"]).Select(category => $"--Logging:LogLevel:{category}=None"),
        .. mongo is null ? Array.Empty<string>() : [$"--ConnectionStrings:mongodb={mongo.ConnectionString("erp")}"],
        .. brokers is null ? Array.Empty<string>() : [$"--ConnectionStrings:kafka={brokers.BootstrapServers}"],
        .. databases is null ? Array.Empty<string>() : [$"--ConnectionStrings:mysql={databases.ConnectionString}"],
    ];

    /// <summary>The document store where it is a server.</summary>
    public IMongoProcess? Mongo => mongo;

    /// <summary>Its Kafka where that is three brokers.</summary>
    public ApacheKafkaCluster? Brokers => brokers;

    /// <summary>Its MySQL where that has a standby.</summary>
    public MariaDbPair? Databases => databases;

    /// <summary>The servers that run as processes of the application.</summary>
    public IEnumerable<string> Servers => Chaos.Services.Servers.Where(s => NotItsOwn(s) is null);

    /// <summary>Why a server cannot be done harm as a process of the application; null when it can.</summary>
    public string? NotItsOwn(string server) => server switch
    {
        Chaos.Services.Kafka when brokers is not null =>
            "kafka is three brokers; kill-broker and roll-brokers are for them",
        Chaos.Services.MySql when databases is not null =>
            "mysql has a standby; switch-mysql and failover-mysql are for them",
        _ => null,
    };

    /// <summary>Where this application's Kafka comes from when it is a process of the application: <c>embedded</c> or
    /// <c>installed</c>.</summary>
    public string KafkaSource => kafka;

    /// <summary>Where the services' clocks are put.</summary>
    public string ClockFolder => Path.Combine(DataFolder, "clocks");

    /// <summary>The proxied address of a service: any replica.</summary>
    public Uri AddressOf(string service) => App.GetEndpoint(service, "http");

    public async Task<string> ConnectionStringAsync(string resource) =>
        await App.GetConnectionStringAsync(resource)
        ?? throw new InvalidOperationException($"{resource} has no connection string.");

    protected override void Configure(IDistributedApplicationTestingBuilder builder) =>
        ServiceClocks.Add(builder, ClockFolder);

    public override async ValueTask InitializeAsync()
    {
        if (!CanRun) return;
        if (mongo is not null) await mongo.StartAsync();
        if (brokers is not null) await brokers.StartAsync();
        if (databases is not null) await databases.StartAsync();
        await base.InitializeAsync();
        _processes.Clear();
        // What is healthy has a process: all of them are told at once.
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var e in App.ResourceNotifications.WatchAsync(patience.Token))
        {
            if (PidOf(e) is not null) _processes.GetOrAdd(e.Resource.Name, _ => []).Add(e.ResourceId);
            if (Chaos.Services.All.All(s => Count(s) == ReplicasOfService)
                && Servers.All(s => Count(s) == 1)) break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Plain.Dispose();
        await base.DisposeAsync();
        if (mongo is not null) await mongo.DisposeAsync();
        if (brokers is not null) await brokers.DisposeAsync();
        if (databases is not null) await databases.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The processes of a resource, as they are now.</summary>
    public IReadOnlyList<Replica> ReplicasOf(string resource) =>
        [.. _processes[resource].Order(StringComparer.Ordinal).Select(Now)];

    private int Count(string resource) => _processes.TryGetValue(resource, out var ids) ? ids.Count : 0;

    /// <summary>Ends a process as a crash would, and waits until the orchestrator has seen it.</summary>
    public async Task KillAsync(string resource, Replica replica)
    {
        using (var process = Process.GetProcessById(replica.Pid!.Value)) process.Kill();
        await SeenAsync(resource, replica, e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text));
    }

    /// <summary>Starts one process again, and waits until it runs.</summary>
    public async Task StartAgainAsync(string resource, Replica replica)
    {
        await CommandAsync(replica, KnownResourceCommands.StartCommand);
        await SeenAsync(
            resource, replica, e => e.Snapshot.State?.Text == KnownResourceStates.Running && PidOf(e) is not null);
    }

    /// <summary>Asks one process to end, as a roll-out does, and waits until it has.</summary>
    public async Task EndAsync(string resource, Replica replica)
    {
        await CommandAsync(replica, KnownResourceCommands.StopCommand);
        await SeenAsync(resource, replica, e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text));
    }

    private async Task ReadyAsync(string service, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var replica = ReplicasOf(service).Single(r => r.Id == id);
            try
            {
                if (replica.Address is not null)
                {
                    using var answer = await Plain.GetAsync(new Uri(replica.Address, "/health"), patience.Token);
                    if (answer.IsSuccessStatusCode) return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>Waits until all processes of a service answer that they are ready, and the service does at its address.
    /// After the start of both, the orchestrator's proxy now and then knows neither of them, and accepts what it never
    /// answers: one that is started once more is known, mostly at once.</summary>
    public async Task ReadyAsync(string service)
    {
        const int most = 4;
        var replicas = ReplicasOf(service);
        foreach (var replica in replicas) await ReadyAsync(service, replica.Id);
        for (var attempt = 0; !await AnswersAsync(service); attempt++)
        {
            if (attempt == most)
                throw new InvalidOperationException($"{service} does not answer at {AddressOf(service)}.");
            var again = replicas[attempt % replicas.Count].Id;
            Console.WriteLine($"The orchestrator forwards nothing to {service}: {again} is started once more.");
            await EndAsync(service, ReplicasOf(service).Single(r => r.Id == again));
            await StartAgainAsync(service, new(again, null, null));
            await ReadyAsync(service, again);
        }
    }

    private async Task<bool> AnswersAsync(string service)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                using var answer = await Plain.GetAsync(new Uri(AddressOf(service), "/alive"), limit.Token);
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // A connection to what was there before, or nothing behind it.
            }
        }
        return false;
    }

    /// <summary>Lets a process stand still, and go on after a while.</summary>
    public static async Task HangAsync(Replica replica, TimeSpan time)
    {
        if (Signal(replica.Pid!.Value, Stop) != 0) throw new InvalidOperationException($"No process {replica.Pid}.");
        try
        {
            await Task.Delay(time);
        }
        finally
        {
            _ = Signal(replica.Pid.Value, Continue);
        }
    }

    /// <summary>Writes into a folder what everybody said, and what the inboxes, the notifications and the record
    /// are.</summary>
    public async Task SaveAsync(string folder)
    {
        foreach (var resource in (string[])[.. Chaos.Services.All, .. Servers])
            await File.WriteAllTextAsync(Path.Combine(folder, $"{resource}.log"), await LogsAsync(resource));
        foreach (var store in (string[])[Chaos.Services.Redis, "mongodb"])
            CopyFolder(Path.Combine(DataFolder, store), Path.Combine(folder, "data", store));
    }

    // As they are while they are written: a server that starts with them passes over what is cut off.
    private static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private async Task CommandAsync(Replica replica, string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        var result = await App.ResourceCommands.ExecuteCommandAsync(replica.Id, command, patience.Token);
        if (!result.Success) throw new InvalidOperationException($"{command} of {replica.Id}: {result.Message}");
    }

    private async Task SeenAsync(string resource, Replica replica, Func<ResourceEvent, bool> state)
    {
        using var patience = new CancellationTokenSource(Patience);
        await App.ResourceNotifications.WaitForResourceAsync(
            resource, e => e.ResourceId == replica.Id && state(e), patience.Token);
    }

    private Replica Now(string id)
    {
        if (!App.ResourceNotifications.TryGetCurrentState(id, out var e)
            || e.Snapshot.State?.Text != KnownResourceStates.Running)
            return new(id, null, null);
        var urls = e.Snapshot.EnvironmentVariables.FirstOrDefault(v => v.Name == "ASPNETCORE_URLS")?.Value;
        return new(id, PidOf(e), urls is { Length: > 0 } ? new Uri(urls.Split(';')[0]) : null);
    }

    private static int? PidOf(ResourceEvent e) =>
        e.Snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value is { } pid
            ? Convert.ToInt32(pid, CultureInfo.InvariantCulture)
            : null;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);
}
