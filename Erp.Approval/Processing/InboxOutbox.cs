using System.Text.Json;
using Erp.Api.Json;
using Erp.Messaging;
using Erp.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>The outbox in Redis. A lease holds a key, so the messages of a request go out in order and by one relay
/// only.</summary>
internal sealed class InboxOutbox(IConnectionMultiplexer redis, IOptions<ApprovalOptions> options) : IOutbox
{
    private const string Due = "inbox:outbox:due";
    private static readonly RedisScript LeaseScript = InboxScript.Of("lease");
    private static readonly RedisScript PublishedScript = InboxScript.Of("published");

    private IDatabase Redis => redis.GetDatabase();

    public async Task<IReadOnlyList<OutboxLease>> LeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await LeaseScript.RunAsync(Redis, max, (long)duration.TotalMilliseconds))!;
        var until = (long)answer[0];
        return
        [
            .. ((RedisValue[])answer[1]!)
                .Select(json => JsonSerializer.Deserialize<OutgoingMessage>((string)json!, ErpJson.MessageOptions)!)
                .GroupBy(message => message.Key)
                .Select(ofKey => new OutboxLease(ofKey.Key, [.. ofKey], until)),
        ];
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
            await PublishedScript.RunAsync(
                Redis,
                [
                    lease.Key, (long)options.Value.FirstRedelivery.TotalMilliseconds, lease.Until,
                    .. lease.Messages.Select(m => (RedisValue)m.Id),
                ]);
    }

    public async Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var count = await Redis.SortedSetLengthAsync(Due, max: now);
        if (count == 0) return default;
        var first = await Redis.SortedSetRangeByRankWithScoresAsync(Due, 0, 0);
        return new(count, first is [var one] ? DateTimeOffset.FromUnixTimeMilliseconds((long)one.Score) : null);
    }
}
