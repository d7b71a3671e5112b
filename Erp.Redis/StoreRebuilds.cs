using System.Diagnostics.Metrics;

namespace Erp.Redis;

/// <summary>Counts how often a store in Redis began anew, because its data was gone or older than it had been:
/// <c>erp_stores_rebuilt_total</c> as Prometheus shows it.</summary>
public sealed class StoreRebuilds
{
    private static readonly Counter<long> Rebuilt = new Meter("Erp.Redis").CreateCounter<long>(
        "erp.stores.rebuilt", description: "Stores that were filled again, or were told of again");
    private readonly KeyValuePair<string, object?> _tag;

    /// <summary>From here on the first rebuild is an increase, which alerts look for.</summary>
    /// <param name="store">Which one: the label <c>store</c>.</param>
    public StoreRebuilds(string store)
    {
        _tag = new("store", store);
        Rebuilt.Add(0, _tag);
    }

    /// <summary>It began anew.</summary>
    public void Count() => Rebuilt.Add(1, _tag);
}
