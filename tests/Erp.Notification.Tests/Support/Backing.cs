using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Erp.Notification.Tests.Support;

/// <summary>Redis and Kafka for notification services, and how to start some on them.</summary>
public class Backing : IAsyncLifetime
{
    private static long _employee = 1000;

    public RedisServer Redis { get; } = new();

    public EmbeddedKafkaCluster Kafka { get; } = new();

    /// <summary>An employee whom no other test knows.</summary>
    public static long NewEmployee() => Interlocked.Increment(ref _employee);

    /// <summary>A replica; not started before it is used.</summary>
    public ServiceFactory<Program> Replica(
        IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? services = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = Redis.ConnectionString,
            ["ConnectionStrings:kafka"] = Kafka.BootstrapServers,
            ["OTEL_SERVICE_NAME"] = "notification-service",
            ["Kafka:SessionTimeout"] = "00:00:06",
            ["Notifications:EpochCheck"] = "00:00:00.5",
        };
        foreach (var (key, value) in settings) all[key] = value;
        return new(all, services);
    }

    /// <summary>A replica that listens.</summary>
    public Task<RunningReplica> StartAsync(params (string Key, string Value)[] settings) => StartAsync(settings, null);

    /// <summary>A replica that listens, with other registrations.</summary>
    public async Task<RunningReplica> StartAsync(
        (string Key, string Value)[] settings, Action<IServiceCollection>? services)
    {
        var service = Replica(settings, services);
        var address = await Task.Run(() => service.StartOnPort());
        return new(service, address);
    }

    /// <summary>Returns when the service has taken note that this store is there.</summary>
    public Task EpochAsync() => Eventually.TrueAsync(() => RedisAsync(db => db.KeyExistsAsync("notify:epoch")));

    public async Task<T> RedisAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        using var connection = await Redis.ConnectAsync();
        return await ask(connection.GetDatabase());
    }

    public virtual async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Redis.StartAsync(), Kafka.InitializeAsync().AsTask());
        await EmployeeChanges.PublishedAsync(Kafka);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Redis).DisposeAsync();
        await Kafka.DisposeAsync();
    }
}

/// <summary>A replica on a port of its own.</summary>
public sealed record RunningReplica(ServiceFactory<Program> Service, Uri Address) : IAsyncDisposable
{
    public HttpClient ClientFor(string? token) => Service.ClientFor(token);

    public Task<TestSocket> OpenAsync(long employee, long? after = null) =>
        TestSocket.OpenAsync(Address, Tokens.User(employee), after is null ? "" : $"after={after}");

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
