using Erp.Redis;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using StackExchange.Redis;

namespace Erp.Web.SignIn;

/// <summary>Sees to all replicas having the same keys, also when Redis lost them: a replica that starts then makes new
/// ones, and the others still have theirs in memory only. Each puts back what it has, and reads what others have.
/// </summary>
internal sealed class KeyWatch(
    IConnectionMultiplexer redis, SharedKeys keys, TransientFaults faults, ILogger<KeyWatch> logger)
    : RecurringWork("The keys of sessions cannot be compared", Interval, faults, logger)
{
    /// <summary>The list in Redis.</summary>
    public const string Keys = "web:keys";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly RedisScript PutBack = RedisScript.Load(typeof(KeyWatch).Assembly, "put-back");
    private readonly HashSet<RedisValue> _known = [];

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        var database = redis.GetDatabase();
        var stored = await database.ListRangeAsync(Keys);
        foreach (var lost in _known.Except(stored).ToList())
        {
            await PutBack.RunAsync(database, [Keys], [lost]);
            logger.LogWarning("Redis has lost a key of the sessions; it is there again");
        }
        var count = _known.Count;
        _known.UnionWith(stored);
        if (_known.Count > count) keys.ReadAgain();
        return Interval;
    }
}
