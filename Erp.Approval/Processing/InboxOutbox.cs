using System.Text.Json;
using Erp.ServiceDefaults.Http;
using Erp.ServiceDefaults.Messaging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>The outbox in Redis. A lease holds a key, so the messages of a request go out in order and by one relay only.</summary>
internal sealed class InboxOutbox(IConnectionMultiplexer redis, IOptions<ApprovalOptions> options) : IOutbox
{
    private static readonly RedisScript LeaseScript = new("lease"), PublishedScript = new("published");

    private IDatabase Redis => redis.GetDatabase();

    public async Task<IReadOnlyList<OutgoingMessage>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancellationToken) =>
        [.. ((RedisValue[])(await LeaseScript.RunAsync(Redis, max, (long)lease.TotalMilliseconds))!)
            .Select(json => JsonSerializer.Deserialize<OutgoingMessage>((string)json!, ErpJson.MessageOptions)!)];

    public async Task MarkPublishedAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var ofKey in messages.GroupBy(m => m.Key))
            await PublishedScript.RunAsync(Redis,
                [ofKey.Key, (long)options.Value.FirstRedelivery.TotalMilliseconds, .. ofKey.Select(m => (RedisValue)m.Id)]);
    }

    public Task<long> CountPendingAsync(CancellationToken cancellationToken) =>
        Redis.SortedSetLengthAsync("inbox:outbox:due", max: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
}
