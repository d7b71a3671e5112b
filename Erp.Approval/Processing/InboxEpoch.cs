using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Redis;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>Notices that the inbox store began anew (first start, or its data was lost) and tells the system of record,
/// which then sends every pending step again. Told on every start and once a minute too, so that a lost announcement
/// mends itself.</summary>
internal sealed class InboxEpoch(
    IConnectionMultiplexer redis, OutboxSignal outbox, TransientFaults faults, IOptions<ApprovalOptions> options,
    ILogger<InboxEpoch> logger)
    : RecurringWork("The inbox store is away", options.Value.EpochCheck, faults, logger)
{
    private const int SecondsBetweenAnnouncements = 60;
    private static readonly RedisScript EpochScript = InboxScript.Of("epoch");
    private static readonly RedisScript AnnounceScript = InboxScript.Of("announce");
    private readonly StoreRebuilds _rebuilds = new("inboxes");
    private volatile string? _current;
    private bool _announced;

    /// <summary>The epoch that was seen last; looks when none was.</summary>
    public async Task<string> CurrentAsync() => _current ?? await LookAsync();

    /// <summary>Reads the epoch from Redis, and begins one when there is none.</summary>
    public async Task<string> LookAsync(bool announce = false)
    {
        var answer = (RedisValue[])(await EpochScript.RunAsync(
            redis.GetDatabase(), Guid.CreateVersion7().ToString("N"), SecondsBetweenAnnouncements, announce ? 1 : 0))!;
        string epoch = answer[0]!;
        if ((int)answer[1] == 1)
        {
            var message = MessageJson.ToMessage(Topics.ApprovalResults.Name, "inbox", new InboxStarted(epoch));
            var json = JsonSerializer.Serialize(message, ErpJson.MessageOptions);
            await AnnounceScript.RunAsync(redis.GetDatabase(), epoch, message.Id, json);
            outbox.Set();
        }
        if (_current is { } before && before != epoch)
        {
            _rebuilds.Count();
            logger.LogWarning("The inbox store began anew; pending steps will come again.");
        }
        return _current = epoch;
    }

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await LookAsync(announce: !_announced);
        _announced = true;
        return options.Value.EpochCheck;
    }
}
