using System.Collections;
using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address of an endpoint in a network, once it is known.</summary>
/// <param name="Snapshot">The address.</param>
/// <param name="NetworkID">The network.</param>
public record class NetworkEndpointSnapshot(ValueSnapshot<AllocatedEndpoint> Snapshot, NetworkIdentifier NetworkID);

/// <summary>The addresses of an endpoint, one for each network.</summary>
public class NetworkEndpointSnapshotList : IEnumerable<NetworkEndpointSnapshot>
{
    private readonly ConcurrentDictionary<NetworkIdentifier, NetworkEndpointSnapshot> _snapshots = new();

    /// <summary>Tells the address in a network, and wakes whoever waits for it.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="endpoint">The address; it names the same network.</param>
    public void AddOrUpdateAllocatedEndpoint(NetworkIdentifier networkId, AllocatedEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.NetworkID != networkId)
        {
            throw new ArgumentException($"The address belongs to the network '{endpoint.NetworkID.Value}', not to '{networkId.Value}'.", nameof(endpoint));
        }

        For(networkId).Snapshot.SetValue(endpoint);
    }

    /// <summary>Gets the address in a network; waits until it is known.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<AllocatedEndpoint> GetAllocatedEndpointAsync(NetworkIdentifier networkId, CancellationToken cancellationToken = default) =>
        For(networkId).Snapshot.GetValueAsync(cancellationToken);

    /// <inheritdoc />
    public IEnumerator<NetworkEndpointSnapshot> GetEnumerator() => _snapshots.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal AllocatedEndpoint? Find(NetworkIdentifier networkId) =>
        _snapshots.TryGetValue(networkId, out var found) && found.Snapshot.IsValueSet ? found.Snapshot.Current : null;

    private NetworkEndpointSnapshot For(NetworkIdentifier networkId) =>
        _snapshots.GetOrAdd(networkId, id => new NetworkEndpointSnapshot(new ValueSnapshot<AllocatedEndpoint>(), id));
}
