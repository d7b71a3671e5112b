using Aspire.Hosting.Testing;
using Confluent.Kafka;
using Erp.AppHost.Backing;
using Erp.AppHost.Tests.Application;
using Erp.AppHost.Tests.Lifecycle;
using Erp.AppHost.Tests.Scenarios;
using Erp.TestSupport;
using StackExchange.Redis;

namespace Erp.AppHost.Tests.Containers;

/// <summary>The road of everybody who has a container engine.</summary>
public sealed class ContainerTests : IAsyncLifetime
{
    private const int KillNow = 9;
    private const string Networks = "{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}";
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);
    private readonly string _data = Directory.CreateTempSubdirectory("erp-containers-").FullName;

    private IEnumerable<string> Volumes => ContainerEngine.Images.Keys.Select(service => DataVolume.Of(_data, service));

    public Task InitializeAsync() => ContainerEngine.PullAsync();

    public async Task DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        // While a container ends, its volume is in use.
        await Eventually.TrueAsync(
            () => ContainerEngine.SucceedsAsync(["volume", "rm", "--force", .. Volumes]), EndPatience);
    }

    [RequiresContainersFact]
    public async Task Scenario_1_passes_nothing_but_volumes_is_left_and_the_next_start_has_the_data()
    {
        Person requester, approver;
        long request, messages;
        var mark = Guid.NewGuid().ToString();
        IReadOnlyList<(string Kind, string Name)> started;

        var first = new ContainerApplication { DataFolder = _data };
        try
        {
            await first.InitializeAsync();
            started = await StartedAsync();
            await new Approvals(first).TwoStepsAsync();

            (requester, approver) = (await Person.HireAsync(first), await Person.HireAsync(first, "MANAGER"));
            request = await requester.RequestAsync(approver);
            await approver.HasInInboxAsync(request);
            messages = await MessagesAsync(first);
            await using var redis = await RedisAsync(first);
            await redis.GetDatabase().StringSetAsync("test:mark", mark);
        }
        finally
        {
            await first.DisposeAsync();
        }
        await NothingIsLeftAsync(started);

        var second = new ContainerApplication { DataFolder = _data };
        try
        {
            await second.InitializeAsync();
            await using (var redis = await RedisAsync(second))
                Assert.Equal(mark, await redis.GetDatabase().StringGetAsync("test:mark"));
            if (ContainerApplication.InContainer("kafka"))
                Assert.InRange(await MessagesAsync(second), messages, long.MaxValue);
            await new Person(second, approver.Id, "MANAGER").DecideAsync(request, "approved");
            await new Person(second, requester.Id, "STAFF").SeesStatusAsync(request, "approved");
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    [RequiresContainersFact]
    public async Task Nothing_but_volumes_is_left_when_the_AppHost_is_killed()
    {
        using var host = new AppHostProcess(_data, [.. ContainerApplication.Sources]);
        await host.SaysAsync("resources are healthy", TimeSpan.FromMinutes(5));
        var started = await StartedAsync();

        host.Signal(KillNow);
        await NothingIsLeftAsync(started);
        await Eventually.GetAsync(() => Task.FromResult(host.Living()), living => living.Count == 0, EndPatience);
    }

    /// <summary>The containers, found by their volumes, and their networks.</summary>
    private async Task<IReadOnlyList<(string Kind, string Name)>> StartedAsync()
    {
        var started = new List<(string, string)>();
        foreach (var volume in Volumes)
        {
            var users = await ContainerEngine.AskAsync("ps", "--quiet", "--no-trunc", "--filter", $"volume={volume}");
            var container = Assert.Single(users);
            started.Add(("container", container));
            var networks = await ContainerEngine.AskAsync("inspect", "--format", Networks, container);
            started.AddRange(networks.Select(network => ("network", network)));
        }
        return started;
    }

    private static async Task NothingIsLeftAsync(IReadOnlyList<(string Kind, string Name)> started)
    {
        foreach (var (kind, name) in started.Distinct())
        {
            await Eventually.TrueAsync(
                async () => !await ContainerEngine.SucceedsAsync(kind, "inspect", name), EndPatience, $"no {kind} {name}");
        }
    }

    private static async Task<ConnectionMultiplexer> RedisAsync(ErpApplication app) =>
        await ConnectionMultiplexer.ConnectAsync((await app.App.GetConnectionStringAsync("redis"))!);

    /// <summary>How many messages of approvals Kafka holds.</summary>
    private static async Task<long> MessagesAsync(ErpApplication app)
    {
        const string topic = "approval-requests";
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
        {
            BootstrapServers = await app.App.GetConnectionStringAsync("kafka"), GroupId = "test",
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var patience = TimeSpan.FromSeconds(10);
        return admin.GetMetadata(topic, patience).Topics.Single().Partitions
            .Sum(p => consumer.QueryWatermarkOffsets(new TopicPartition(topic, p.PartitionId), patience).High.Value);
    }

    private sealed class Approvals(ErpApplication app) : ApprovalScenarios(app)
    {
        public Task TwoStepsAsync() => Two_steps_are_approved_in_order_and_the_requester_is_told();
    }
}
