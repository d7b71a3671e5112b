using Erp.ServiceDefaults.Errors;
using StackExchange.Redis;

namespace Erp.Redis;

/// <summary>A Redis that is away, or refuses for the moment.</summary>
internal sealed class RedisFaults : ITransientFaultDetector
{
    // Restarting, failing over, resharding, full, without a disk or enough replicas, or held up by a script. Each with
    // what follows it: BUSYGROUP is a fault of ours.
    private static readonly string[] Refusals =
    [
        "LOADING ", "READONLY ", "MASTERDOWN ", "CLUSTERDOWN ", "TRYAGAIN ", "OOM ", "MISCONF ", "NOREPLICAS ", "BUSY ",
    ];

    public bool IsTransient(Exception exception) => exception switch
    {
        RedisConnectionException => true,
        RedisServerException refused => Refusals.Any(r => refused.Message.StartsWith(r, StringComparison.Ordinal)),
        _ => false,
    };
}
