using System.Globalization;
using Erp.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Notification.Mail;

/// <summary>Which notifications went out by mail, marked before they are sent. Marks are as good as Redis: what
/// happened before its present run is not sent any more, since its mark may be lost.</summary>
internal sealed class MailMarks(
    IConnectionMultiplexer redis, IOptions<NotificationOptions> options, TimeProvider clock)
{
    private static readonly RedisScript BeginScript = RedisScript.Load(typeof(MailMarks).Assembly, "run", "mail_begin");
    private static readonly RedisScript TakeScript =
        RedisScript.Load(typeof(MailMarks).Assembly, "run", "mail_begin", "mail_take");

    // As long as the topic may bring it once more.
    private long Seconds => (long)options.Value.KeepFor.TotalSeconds + 2 * 86_400;

    /// <summary>Takes note of the present run of Redis.</summary>
    public Task BeginAsync() => BeginScript.RunAsync(redis.GetDatabase(), ["{mail}:since"], [Now]);

    /// <summary>Marks it; false when it was marked before, or may have been.</summary>
    public async Task<bool> TakeAsync(long employeeId, string messageId, DateTimeOffset happened) =>
        (long)await TakeScript.RunAsync(
            redis.GetDatabase(), ["{mail}:since", Sent(employeeId, messageId)],
            [Now, happened.ToUnixTimeMilliseconds(), Seconds]) == 1;

    /// <summary>It was certainly not sent.</summary>
    public Task ReleaseAsync(long employeeId, string messageId) =>
        redis.GetDatabase().KeyDeleteAsync(Sent(employeeId, messageId));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static RedisKey Sent(long employeeId, string messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"{{mail}}:sent:{employeeId}:{messageId}");
}
