using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Redis;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Notification.Store;

/// <summary>Each employee's last notifications, in Redis, the same for every replica.</summary>
internal sealed class NotificationStore(
    IConnectionMultiplexer redis, IOptions<NotificationOptions> options, TimeProvider clock)
{
    // Of fixed width, so that scripts can compare two of them as text or by their digits.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // As their JSON says it.
    private static readonly RedisValue NoApproval = "null";

    private static readonly RedisScript StoreScript = Script("run", "lost", "times", "store");
    private static readonly RedisScript MissingScript = Script("lost", "missing");
    private static readonly RedisScript UnreadScript = Script("unread");
    private static readonly RedisScript ReadAllScript = Script("read_all");
    private static readonly RedisScript EpochScript = Script("run", "epoch");

    private readonly NotificationOptions _options = options.Value;

    private IDatabase Database => redis.GetDatabase();

    /// <summary>Stores it and wakes the employee's sockets on every replica. The id is the first one when it is known
    /// already; null when it is too old to keep.</summary>
    /// <param name="employeeId">Whom it is for.</param>
    /// <param name="notification">What it says.</param>
    /// <param name="arrival">How it comes.</param>
    /// <exception cref="DependencyUnavailableException">Redis lost its data and does not have it again yet: what is new
    /// would stand before what is old.</exception>
    public async Task<(long? Id, bool IsNew)> AddAsync(
        long employeeId, NewNotification notification, Arrival arrival)
    {
        var (now, refilling) = (clock.GetUtcNow(), arrival == Arrival.Filling);
        var oldest = now - _options.KeepFor;
        if (notification.Timestamp < oldest) return (null, false);
        // One's notifications that belong to no approval are a sequence as those of an approval are.
        var sequence = notification.ApprovalId
            ?? (arrival == Arrival.Now ? RedisValue.EmptyString : NoApproval);

        var body = JsonSerializer.Serialize(new Body(notification.MessageId, notification.Type, notification.ApprovalId,
            notification.Status, notification.Message, notification.Sentence, Format(notification.Timestamp)),
            ErpJson.MessageOptions)[1..];
        if (!refilling) await MustBeFilledAsync();
        var stored = await RunAsync(begin: refilling);
        if (stored.Length == 0)
        {
            await MustBeFilledAsync();
            stored = await RunAsync(begin: true);
        }
        if (stored.Length > 2 && stored[2] == 1 && !refilling) await LoseAsync();
        return (stored[0], stored[1] == 1);

        async Task<long[]> RunAsync(bool begin) => (long[])(await StoreScript.RunAsync(Database,
            [
                .. Keys.OfScripts(employeeId), Keys.Read(employeeId), Keys.Known(employeeId, notification.MessageId),
            ],
            [body, Activity.Current?.Id ?? "", now.ToUnixTimeMilliseconds(), Format(oldest), _options.Keep,
             _options.SecondsKept, Keys.Live, employeeId, begin ? 1 : 0,
             notification.MessageId, sequence, Format(notification.Timestamp)]))!;
    }

    private async Task MustBeFilledAsync()
    {
        if (await EpochAsync() is null)
            throw new DependencyUnavailableException("Redis: the notifications are being filled in again.");
    }

    /// <summary>The life of the store; null when it has to be filled: it lost its data, or Redis was restarted or
    /// failed over since it was filled, and may be older than it was.</summary>
    public Task<string?> EpochAsync() => EpochAsync("");

    /// <summary>The store is filled: a life begins.</summary>
    public Task<string?> BeginAsync() => EpochAsync(Guid.NewGuid().ToString("N"));

    private async Task<string?> EpochAsync(string begin) =>
        (string?)await EpochScript.RunAsync(Database, [Keys.Epoch], [begin]) is { Length: > 0 } epoch ? epoch : null;

    /// <summary>The record has told everything that it has to the store of this epoch.</summary>
    public Task ToldAsync(string epoch) => Database.StringSetAsync(Keys.Told, epoch);

    /// <summary>A service has told everything again that it has told to the store of this epoch.</summary>
    public Task ToldAsync(string epoch, string service) => Database.StringSetAsync(Keys.ToldBy(service), epoch);

    /// <summary>Whether it has.</summary>
    public async Task<bool> IsToldAsync(string epoch, string service) =>
        await Database.StringGetAsync(Keys.ToldBy(service)) == epoch;

    /// <summary>Of which time the oldest are that are kept.</summary>
    public DateTimeOffset KeepsSince => clock.GetUtcNow() - _options.KeepFor;

    /// <summary>The id that the employee's latest notification got; 0 when there was none.</summary>
    public async Task<long> LastIdAsync(long employeeId) =>
        (long?)await Database.StringGetAsync(Keys.Counter(employeeId)) ?? 0;

    /// <summary>What came after an id, oldest first.</summary>
    public async Task<IReadOnlyList<StoredNotification>> AfterAsync(long employeeId, long id) =>
        Parse(await Database.SortedSetRangeByScoreWithScoresAsync(
            Keys.Items(employeeId), id, double.PositiveInfinity, Exclude.Start));

    /// <summary>What came before an id (all, when it is null), newest first, each with whether it is read.</summary>
    public async Task<IReadOnlyList<(
        StoredNotification Notification, bool Read)>> RecentAsync(long employeeId, long? before, int max)
    {
        var found = Parse(await Database.SortedSetRangeByScoreWithScoresAsync(
            Keys.Items(employeeId), double.NegativeInfinity, before ?? double.PositiveInfinity, Exclude.Stop,
            Order.Descending, 0, max));
        if (before is null) await NoticeLossAsync(employeeId);
        if (found.Length == 0) return [];
        var read = await Database.SortedSetRangeByScoreAsync(Keys.Read(employeeId), found[^1].Id, found[0].Id);
        var ids = read.Select(v => (long)v).ToHashSet();
        var oldest = Format(clock.GetUtcNow() - _options.KeepFor);
        return [
            .. found.Where(n => string.CompareOrdinal(n.Content.Timestamp, oldest) >= 0)
            .Select(n => (n, ids.Contains(n.Id))),
        ];
    }

    /// <summary>How many of those that are kept are not read.</summary>
    public async Task<int> UnreadAsync(long employeeId) => (int)await UnreadScript.RunAsync(
        Database, [Keys.Items(employeeId), Keys.Read(employeeId)], [Format(clock.GetUtcNow() - _options.KeepFor)]);

    /// <summary>Marks all as read up to this id.</summary>
    public Task MarkAllReadAsync(long employeeId, long last) => ReadAllScript.RunAsync(
        Database, [Keys.Items(employeeId), Keys.Read(employeeId)], [last, _options.SecondsKept]);

    /// <summary>Marks one as read, also again; false when the employee has none of this id.</summary>
    public async Task<bool> MarkReadAsync(long employeeId, long id)
    {
        if (await Database.SortedSetLengthAsync(Keys.Items(employeeId), id, id) == 0) return false;
        await Database.SortedSetAddAsync(Keys.Read(employeeId), id, id);
        await Database.KeyExpireAsync(Keys.Read(employeeId), TimeSpan.FromSeconds(_options.SecondsKept));
        return true;
    }

    // A part of Redis may be lost, for example when it evicts keys: the whole store is filled again, which changes
    // nothing where nothing is missing.
    private async Task NoticeLossAsync(long employeeId)
    {
        if ((int)await MissingScript.RunAsync(Database, Keys.OfScripts(employeeId), []) == 1) await LoseAsync();
    }

    private Task<bool> LoseAsync() => Database.KeyDeleteAsync(Keys.Epoch);

    private static RedisScript Script(params string[] names) =>
        RedisScript.Load(typeof(NotificationStore).Assembly, names);

    private static StoredNotification[] Parse(SortedSetEntry[] entries) =>
        Array.ConvertAll(entries, e => StoredNotification.Parse((long)e.Score, e.Element!));

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    // In the order in which the scripts look for them: the time is last.
    private sealed record Body(
        string MessageId, string Type, long? ApprovalId, string? Status, string Message, Sentence? Sentence,
        string Timestamp);
}
