using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using Confluent.Kafka;
using Erp.AppHost.Backing;
using Erp.Testing.Application;
using Erp.TestSupport;
using StackExchange.Redis;

namespace Erp.Lifecycle.Tests.Containers;

/// <summary>The road of everybody who has a container engine.</summary>
public sealed class ContainerTests : IAsyncLifetime
{
    private const int KillNow = 9;
    private const string Networks = "{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}";
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60), MailPatience = TimeSpan.FromSeconds(5);
    private readonly string _data;

    public ContainerTests()
    {
        ContainerEngine.Require();
        _data = Directory.CreateTempSubdirectory("erp-containers-").FullName;
    }

    private IEnumerable<string> Volumes => ContainerEngine.Images.Keys.Select(service => DataVolume.Of(_data, service));

    public ValueTask InitializeAsync() => new(ContainerEngine.PullAsync());

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        // While a container ends, its volume is in use.
        await Eventually.TrueAsync(
            () => ContainerEngine.SucceedsAsync(["volume", "rm", "--force", .. Volumes]), EndPatience);
    }

    /// <summary>One test of two starts, because each start of everything takes long. The first is asked to end, the
    /// second is killed.</summary>
    [Fact]
    public async Task Scenario_1_passes_the_next_start_has_the_data_and_nothing_but_volumes_is_left_of_either()
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
            await TwoSteps.ApproveAsync(first);

            (requester, approver) = (await Person.HireAsync(first), await Person.HireAsync(first, "MANAGER"));
            var wanted = await approver.Employees.PutAsJsonAsync(
                $"/employees/{approver.Id}/mail-preferences", new { types = new[] { "APPROVAL_REQUESTED" } });
            Assert.True(wanted.IsSuccessStatusCode, $"{wanted.StatusCode}");
            request = await requester.RequestAsync(approver);
            await approver.HasInInboxAsync(request);
            if (ContainerApplication.InContainer("mail")) await BringMailAsync(first, requester, approver);
            messages = Messages((await first.App.GetConnectionStringAsync("kafka"))!);
            await using var redis = await RedisAsync((await first.App.GetConnectionStringAsync("redis"))!);
            await redis.GetDatabase().StringSetAsync("test:mark", mark);
        }
        finally
        {
            await first.DisposeAsync();
        }
        await NothingIsLeftAsync(started);

        using var second = new AppHostProcess(_data, [.. ContainerApplication.Sources]);
        await second.HealthyAsync();
        started = await StartedAsync();
        await using (var redis = await RedisAsync(Connection(second, "redis")))
            Assert.Equal(mark, await redis.GetDatabase().StringGetAsync("test:mark"));
        if (ContainerApplication.InContainer("kafka"))
            Assert.InRange(Messages(Connection(second, "kafka")), messages, long.MaxValue);
        await new Person(second, approver.Id, "MANAGER").DecideAsync(request, "approved");
        await new Person(second, requester.Id, "STAFF").SeesStatusAsync(request, "approved");

        second.Signal(KillNow);
        await NothingIsLeftAsync(started);
        await second.NothingLivesAsync(EndPatience);
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

    /// <summary>Requests bring the approver mail. What somebody wants counts from when the service that sends it has
    /// heard of it, so the first ones may bring none.</summary>
    private static async Task BringMailAsync(ContainerApplication app, Person requester, Person approver)
    {
        using var catcher = app.App.CreateHttpClient("mail", "http");
        for (var requests = 0; await CaughtAsync() == 0; requests++)
        {
            Assert.True(requests < 20, "20 requests brought no mail");
            await approver.HasInInboxAsync(await requester.RequestAsync(approver));
            var clock = Stopwatch.StartNew();
            while (await CaughtAsync() == 0 && clock.Elapsed < MailPatience) await Task.Delay(100);
        }

        async Task<int> CaughtAsync() => (int)(await catcher.GetFromJsonAsync<JsonNode>("/api/v1/messages"))!["total"]!;
    }

    private static async Task NothingIsLeftAsync(IReadOnlyList<(string Kind, string Name)> started)
    {
        foreach (var (kind, name) in started.Distinct())
        {
            await Eventually.TrueAsync(
                async () => !await ContainerEngine.SucceedsAsync(kind, "inspect", name),
                EndPatience, $"no {kind} {name}");
        }
    }

    /// <summary>As its services are told it.</summary>
    private static string Connection(AppHostProcess host, string name) =>
        host.Living().Select(process => process.Variable($"ConnectionStrings__{name}"))
            .First(connection => connection is not null)!;

    private static async Task<ConnectionMultiplexer> RedisAsync(string connection) =>
        await ConnectionMultiplexer.ConnectAsync(connection);

    /// <summary>How many messages of approvals Kafka holds.</summary>
    private static long Messages(string bootstrapServers)
    {
        const string topic = "approval-requests";
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers, GroupId = "test",
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var patience = TimeSpan.FromSeconds(10);
        return admin.GetMetadata(topic, patience).Topics.Single().Partitions
            .Sum(p => consumer.QueryWatermarkOffsets(new TopicPartition(topic, p.PartitionId), patience).High.Value);
    }
}
