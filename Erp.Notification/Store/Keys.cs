using System.Globalization;
using StackExchange.Redis;

namespace Erp.Notification.Store;

/// <summary>Keys in Redis. The braces keep all of one employee's in one slot of a Redis cluster.</summary>
internal static class Keys
{
    /// <summary>There as long as Redis still has its data; see <see cref="Messaging.StoreRebuilder"/>.</summary>
    public const string Epoch = "notify:epoch";

    /// <summary>The epoch for which the record has told everything again.</summary>
    public const string Told = "notify:told";

    /// <summary>The epoch for which a service has told everything again.</summary>
    public static RedisKey ToldBy(string service) => $"{Told}:{service}";

    /// <summary>There for a while after the record was asked to.</summary>
    public const string Asked = "notify:asked";

    /// <summary>Held by the replica that rebuilds the store.</summary>
    public const string Rebuilding = "notify:rebuilding";

    /// <summary>Pub/sub channel; the payload is the employee who has something new.</summary>
    public const string Live = "notify:live";

    /// <summary>Matches the <see cref="Items"/> of everybody.</summary>
    public const string AllItems = "notify:{*}:items";

    /// <summary>Sorted set of notifications by id.</summary>
    public static RedisKey Items(long employee) => Of(employee, "items");

    /// <summary>Sorted set of the ids of their messages by time.</summary>
    public static RedisKey Times(long employee) => Of(employee, "times");

    /// <summary>Last id given.</summary>
    public static RedisKey Counter(long employee) => Of(employee, "counter");

    /// <summary>How many there should be, and in which run of Redis that was.</summary>
    public static RedisKey State(long employee) => Of(employee, "state");

    /// <summary>Sorted set of the ids that are read.</summary>
    public static RedisKey Read(long employee) => Of(employee, "read");

    /// <summary>The id that a message got.</summary>
    public static RedisKey Known(long employee, string messageId) => Of(employee, "message:" + messageId);

    /// <summary>Those that scripts have first, in their order.</summary>
    public static RedisKey[] OfScripts(long employee) =>
        [Items(employee), Counter(employee), State(employee), Times(employee)];

    /// <summary>Whose items these are; null when they are nobody's.</summary>
    public static long? EmployeeOf(RedisKey items) =>
        long.TryParse(
            items.ToString().Split('{', '}') is [_, var id, _] ? id : "", NumberStyles.None,
            CultureInfo.InvariantCulture, out var employee)
            ? employee
            : null;

    private static RedisKey Of(long employee, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"notify:{{{employee}}}:{what}");
}
