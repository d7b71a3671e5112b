using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.Api.Json;
using Erp.Approval.Requests.Messages;
using Erp.Contracts;
using Erp.People;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Support;

/// <summary>Both roles in this process, on a Redis and a Kafka of their own, SQLite, and a fake employee
/// service.</summary>
public class ApprovalSystem : IAsyncLifetime
{
    // Only a failure takes this long; machines that run all tests at once are slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private long _version = 1;
    private int _holds;
    private readonly ConcurrentDictionary<string, ServiceFactory<Program>> _services = [];

    /// <summary>Whoever has this id is HR by their token.</summary>
    public const long Hr = 5;

    public RedisServer Redis { get; } = new();

    public EmbeddedKafkaCluster Kafka { get; private set; } = new();

    public FakeEmployees Employees { get; } = new();

    /// <summary>What differs from the defaults of the tests, for services that start later.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Approval:FirstRedelivery"] = "00:00:00.500",
        ["Approval:DeductionLease"] = "00:00:00.500",
        ["Outbox:Lease"] = "00:00:05",
        ["Logging:LogLevel:Erp"] = Environment.GetEnvironmentVariable("ERP_TEST_LOG") ?? "Warning",
        ["Approval:EpochCheck"] = "00:00:00.200",
        ["Approval:InboxCheck"] = "00:00:01",
        ["Approval:LeaverCheck"] = "01:00:00",
        ["Limits:RequestsPerSecond"] = "1000000",
        ["Limits:Burst"] = "1000000",
    };

    /// <summary>What happens to messages on their way, for all services.</summary>
    public Delivery Delivery { get; } = new();

    /// <summary>How often an inbox has answered whether a step may be withdrawn.</summary>
    public int Holds => Volatile.Read(ref _holds);

    /// <summary>An inbox keeps decisions on a step out, and the record gets the answer after this.</summary>
    public Func<Task> Held { get; set; } = () => Task.CompletedTask;

    /// <summary>An inbox has compared itself with the record, which gets the answer after this.</summary>
    public Func<Task> Compared { get; set; } = () => Task.CompletedTask;

    /// <summary>Of each role.</summary>
    protected virtual int Replicas => 1;

    public virtual async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Redis.StartAsync(), Kafka.InitializeAsync().AsTask(), Employees.InitializeAsync().AsTask());
        await EmployeeChanges.PublishedAsync(Kafka);
        foreach (var role in (string[])["request", "processing"])
            for (var replica = 1; replica <= Replicas; replica++) Start($"{role}-{replica}");
        await ReadyAsync();
    }

    /// <summary>The other replica where there is one.</summary>
    private string Other(string role) => $"{role}-{(_services.ContainsKey(role + "-2") ? 2 : 1)}";

    /// <summary>A client of a replica (<c>request-1</c>, <c>processing-2</c> …) as somebody; without a token as
    /// nobody.</summary>
    public HttpClient Client(string service, string? token) => _services[service].ClientFor(token);

    public HttpClient Requests(long employeeId, int replica = 1) =>
        Client($"request-{replica}", Tokens.User(employeeId));

    public HttpClient Inbox(long employeeId, int replica = 1) =>
        Client($"processing-{replica}", Tokens.User(employeeId));

    public IServiceProvider ServicesOf(string service) => _services[service].Services;

    public void Start(string name)
    {
        var settings = new Dictionary<string, string?>(Settings)
        {
            ["Approval:Role"] = name.Split('-')[0],
            ["OTEL_SERVICE_NAME"] = $"approval-{name.Split('-')[0]}-service",
            ["ConnectionStrings:kafka"] = Kafka.BootstrapServers,
            ["ConnectionStrings:redis"] = Redis.ConnectionString,
            ["ConnectionStrings:mongodb"] = Store,
            ["services:employee-service:http:0"] = Employees.Address,
            ["services:approval-processing-service:http:0"] = "http://approval-processing-service",
        };
        var factory = new ServiceFactory<Program>(settings, services =>
        {
            Delivery.Put(services);
            services.AddHttpClient("approval-processing-service")
                .ConfigurePrimaryHttpMessageHandler(() => new ToProcessing(_services, Called));
        });
        _ = factory.Services;
        _services[name] = factory;
    }

    public async Task StopAsync(string name)
    {
        if (_services.TryRemove(name, out var factory)) await factory.DisposeAsync();
    }

    /// <summary>Kafka is gone with all its data and comes back empty, at another address: for services that start
    /// later.</summary>
    public async Task LoseKafkaAsync()
    {
        await Kafka.DisposeAsync();
        Kafka = new();
        await Kafka.InitializeAsync();
        await EmployeeChanges.PublishedAsync(Kafka);
    }

    public Task StopAllAsync() => Task.WhenAll(_services.Keys.ToList().Select(StopAsync));

    /// <summary>Returns when every replica says so.</summary>
    public async Task ReadyAsync()
    {
        foreach (var (_, factory) in _services)
        {
            using var client = factory.ClientFor(null);
            await Eventually.GetAsync(async () =>
            {
                using var answer = await client.GetAsync("/health");
                return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }, answer => answer.StartsWith("200", StringComparison.Ordinal), Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Values.Select(s => s.DisposeAsync().AsTask()));
        await Employees.DisposeAsync();
        await Kafka.DisposeAsync();
        await ((IAsyncDisposable)Redis).DisposeAsync();
        _folder.Delete();
    }

    private Task Called(string path)
    {
        if (path == "/process/compare") return Compared();
        if (!path.EndsWith("/hold", StringComparison.Ordinal)) return Task.CompletedTask;
        Interlocked.Increment(ref _holds);
        return Held();
    }

    /// <summary>For <c>ConnectionStrings:mongodb</c>.</summary>
    protected virtual string Store => $"Data Source={_folder.File("approvals.db")}";

    /// <summary>Asks for approval and returns the request's id.</summary>
    public async Task<long> SubmitAsync(
        long requester, long[] approvers, string type = "EXPENSE", decimal? leaveDays = null)
    {
        using var client = Requests(requester);
        using var answer = await client.PostAsJsonAsync("/approvals", Body(requester, approvers, type, leaveDays));
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (long)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["requestId"]!;
    }

    /// <summary>A new person whom every service knows.</summary>
    public async Task<long> PersonAsync(string role = "STAFF", long? deputyId = null)
    {
        var id = FakeEmployees.NewPerson();
        await ChangeAsync(id, role, deputyId: deputyId);
        return id;
    }

    /// <summary>Somebody changed; returns when every replica knows it.</summary>
    public async Task ChangeAsync(long id, string role = "STAFF", bool active = true, long? deputyId = null)
    {
        var version = Interlocked.Increment(ref _version);
        await EmployeeChanges.ChangedAsync(Kafka, id, role, active, version, deputyId);
        foreach (var (_, service) in _services)
        {
            var people = service.Services.GetRequiredService<PeopleView>();
            await Eventually.TrueAsync(() => people.Find(id)?.Version >= version, Patience);
        }
    }

    public async Task<(int Status, string? Code)> ReassignAsync(
        long requestId, int step, long approverId, string reason = "Away.")
    {
        using var client = Client("request-1", Tokens.User(Hr, "HR"));
        using var answer = await client.PostAsJsonAsync(
            $"/approvals/{requestId}/steps/{step}/reassign", new { approverId, reason });
        return ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())?["code"]);
    }

    public static JsonObject Body(long requester, long[] approvers, string type = "EXPENSE", decimal? leaveDays = null)
    {
        var body = new JsonObject
        {
            ["requesterId"] = requester,
            ["title"] = "Laptop",
            ["content"] = "A new laptop, please.",
            ["type"] = type,
            ["steps"] =
                new JsonArray([.. approvers.Select((a, i) => new JsonObject { ["step"] = i + 1, ["approverId"] = a })]),
        };
        if (leaveDays is not null) body["leaveDays"] = leaveDays;
        return body;
    }

    public async Task<JsonNode> DetailAsync(long requester, long requestId)
    {
        using var client = Client(Other("request"), Tokens.User(requester));
        return (await client.GetFromJsonAsync<JsonNode>($"/approvals/{requestId}"))!;
    }

    public async Task<IReadOnlyList<long>> InboxAsync(long approver, int replica = 1)
    {
        using var client = Inbox(approver, replica);
        var page = (await client.GetFromJsonAsync<JsonNode>($"/process/{approver}"))!;
        return [.. page["items"]!.AsArray().Select(i => (long)i!["requestId"]!)];
    }

    public async Task<HttpResponseMessage> DecideAsync(
        long approver, long requestId, string status, string? reason = null, int? replica = null)
    {
        using var client =
            Client(replica is null ? Other("processing") : $"processing-{replica}", Tokens.User(approver));
        return await client.PostAsJsonAsync($"/process/{approver}/{requestId}", new { status, reason });
    }

    /// <summary>Waits for the request in the inbox, then decides.</summary>
    public async Task DecideWhenThereAsync(
        long approver, long requestId, string status, string? reason = null, TimeSpan? within = null)
    {
        await InInboxAsync(approver, requestId, within);
        using var answer = await DecideAsync(approver, requestId, status, reason);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A request whose approver has it in their inbox.</summary>
    public async Task<(long Requester, long Approver, long Id)> WaitingAsync()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await SubmitAsync(requester, [approver]);
        await InInboxAsync(approver, id);
        return (requester, approver, id);
    }

    /// <summary>The record is told of a life of the inboxes; true when it sends something again.</summary>
    public Task<bool> InboxesBeganAsync(string epoch) =>
        ServicesOf("request-1").GetRequiredService<ResultsHandler>().HandleAsync(
            new(
                Topics.ApprovalResults.Name, 0, 0, "inbox", $"said-{epoch}", nameof(InboxStarted),
                JsonSerializer.Serialize(new InboxStarted(epoch), ErpJson.MessageOptions), DateTimeOffset.UtcNow),
            CancellationToken.None);

    public Task InInboxAsync(long approver, long requestId, TimeSpan? within = null) =>
        Eventually.GetAsync(() => InboxAsync(approver), ids => ids.Contains(requestId), within ?? Patience);

    public Task<JsonNode> FinalAsync(long requester, long requestId, string status, TimeSpan? within = null) =>
        Eventually.GetAsync(
            () => DetailAsync(requester, requestId), r => (string)r["status"]! == status, within ?? Patience);
}

/// <summary>One system for all tests that only ask it over HTTP.</summary>
[CollectionDefinition(nameof(SharedSystem))]
public sealed class SharedSystem : ICollectionFixture<ApprovalSystem>;
