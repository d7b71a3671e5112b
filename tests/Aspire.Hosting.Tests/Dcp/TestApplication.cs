using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Tests.Dcp;

/// <summary>A running application on the real DCP, without a dashboard and with random ports.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);
    private readonly CancellationTokenSource _end = new(Limit);

    private TestApplication(DistributedApplication app) => App = app;

    public DistributedApplication App { get; }

    public ResourceNotificationService Notifications => App.ResourceNotifications;

    /// <summary>Canceled when the test takes too long.</summary>
    public CancellationToken End => _end.Token;

    public DcpExecutor Executor => App.Services.GetRequiredService<DcpExecutor>();

    /// <summary>What the AppHost's console would show.</summary>
    public ConsoleLog Console => App.Services.GetRequiredService<ConsoleLog>();

    public static async Task<TestApplication> StartAsync(Action<IDistributedApplicationBuilder> build)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(TestApplication).Assembly.GetName().Name,
            DisableDashboard = true,
        });
        builder.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true"), new("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:4317")]);
        builder.Services.AddSingleton<ConsoleLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<ConsoleLog>());
        build(builder);
        var test = new TestApplication(builder.Build());
        try
        {
            await test.App.StartAsync(test.End);
            return test;
        }
        catch
        {
            await test.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the state of a resource, or of one instance of it.</summary>
    public async Task<ResourceEvent> ReachesAsync(string name, string state, string? instance = null) =>
        await Notifications.WaitForResourceAsync(name, e => e.Snapshot.State?.Text == state && (instance is null || e.ResourceId == instance), End);

    /// <summary>The instances of a resource, by what was last told of each.</summary>
    public async Task<IReadOnlyList<ResourceEvent>> InstancesAsync(string name, int count, string state)
    {
        var instances = new Dictionary<string, ResourceEvent>();
        await foreach (var e in Notifications.WatchAsync(End))
        {
            if (e.Resource.Name != name)
                continue;
            instances[e.ResourceId] = e;
            if (instances.Values.Count(i => i.Snapshot.State?.Text == state) == count)
                break;
        }
        return [.. instances.Values.Where(i => i.Snapshot.State?.Text == state)];
    }

    public HttpClient HttpClient(string name)
    {
        var resource = App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == name);
        var endpoint = new EndpointReference((IResourceWithEndpoints)resource, "http");
        // A connection for each request, so that the proxy chooses an instance for each.
        return new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = new Uri(endpoint.Url) };
    }

    public static int Pid(ResourceEvent e) => (int)e.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _end.Dispose();
    }
}
