using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Tests.Processing;

/// <summary>The scripts of the inbox against a real Redis, for one step of one request.</summary>
public abstract class InboxTests(RedisServer redis) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static long _ids = 100;

    private protected RedisServer Redis => redis;

    private protected long Id { get; } = Interlocked.Increment(ref _ids);

    private protected ConnectionMultiplexer Connection { get; private set; } = null!;

    private protected InboxStore Inbox { get; private set; } = null!;

    private protected InboxOutbox Outbox { get; private set; } = null!;

    /// <summary>The life of the data in Redis in which things are put there.</summary>
    private protected string Epoch { get; set; } = "epoch-1";

    public async ValueTask InitializeAsync()
    {
        await redis.FlushAsync();
        Connection = await redis.ConnectAsync();
        Inbox = new(Connection);
        Outbox = Replica();
        await BeginAsync();
    }

    /// <summary>A life of the inbox in this run of Redis.</summary>
    private protected async Task BeginAsync()
    {
        var server = await Connection.GetServers().Single().InfoAsync("server");
        var run = server.SelectMany(section => section).Single(line => line.Key == "run_id").Value;
        await Connection.GetDatabase().StringSetAsync([new("inbox:epoch", Epoch), new("inbox:run", run)]);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<InboxDifference> CompareAsync(long pending) =>
        Inbox.CompareAsync(new([new(pending, 2)]));

    private protected InboxOutbox Replica() =>
        new(Connection, Options.Create(new ApprovalOptions { FirstRedelivery = TimeSpan.FromMilliseconds(300) }));

    private protected Task<InboxChange> PutAsync(int turn = 0) => Inbox.PutAsync(Epoch, Item(Id), turn);

    private protected Task<(DecideOutcome Outcome, Decision? Decision)> DecideAsync(DecisionStatus status) =>
        Inbox.DecideAsync(
            new(Id, 1, 2, status, null, DateTimeOffset.UtcNow),
            Message(new DecisionMade(Id, 1, 2, "approved", null, DateTimeOffset.UtcNow)), TimeSpan.Zero);

    private protected async Task<IReadOnlyList<OutgoingMessage>> LeaseAsync() =>
        Messages(await Outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));

    private protected static IReadOnlyList<OutgoingMessage> Messages(IReadOnlyList<OutboxLease> leases) =>
        [.. leases.SelectMany(l => l.Messages)];

    private protected OutgoingMessage Message<T>(T body, string? id = null, string? key = null) where T : notnull =>
        MessageJson.ToMessage(Topics.ApprovalResults.Name, key ?? $"{Id}", body, id);

    private protected static InboxItem Item(long id) =>
        new(
            id, 1, 2, 1, "Laptop", "Please.", "EXPENSE", null, DateTimeOffset.UnixEpoch,
            [new(1, 2, "pending", null, null)]);
}
