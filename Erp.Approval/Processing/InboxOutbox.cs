using System.Text.Json;
using Erp.Messaging;
using Erp.ServiceDefaults.Http;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>The outbox in Redis. A lease holds a key, so the messages of a request go out in order and by one relay
/// only.</summary>
internal sealed class InboxOutbox(IConnectionMultiplexer redis, IOptions<ApprovalOptions> options) : IOutbox
{
    private static readonly RedisScript LeaseScript = new("lease"), PublishedScript = new("published");
    private readonly HeldKeys _held = new();

    private IDatabase Redis => redis.GetDatabase();

    public async Task<IReadOnlyList<OutgoingMessage>> LeaseAsync(
        int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await LeaseScript.RunAsync(Redis, max, (long)lease.TotalMilliseconds))!;
        List<OutgoingMessage> messages =
            [
                .. ((RedisValue[])answer[1]!)
                .Select(json => JsonSerializer.Deserialize<OutgoingMessage>((string)json!, ErpJson.MessageOptions)!),
            ];
        foreach (var ofKey in messages.GroupBy(m => m.Key))
            _held.Take(ofKey.Key, (long)answer[0], ofKey.Select(m => m.Id));
        return messages;
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var ofKey in messages.GroupBy(m => m.Key))
        {
            var lease = _held.EndsWith(ofKey.Key, ofKey.Select(m => m.Id).ToHashSet());
            await PublishedScript.RunAsync(Redis,
                [
                    ofKey.Key, (long)options.Value.FirstRedelivery.TotalMilliseconds, lease ?? 0,
                    .. ofKey.Select(m => (RedisValue)m.Id),
                ]);
            if (lease is { } ended) _held.Release(ofKey.Key, ended);
        }
    }

    public Task<long> CountPendingAsync(CancellationToken cancellationToken) =>
        Redis.SortedSetLengthAsync("inbox:outbox:due", max: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
}
