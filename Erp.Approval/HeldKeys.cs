using System.Collections.Concurrent;

namespace Erp.Approval;

/// <summary>The keys that this process's relay holds. A lease ends with the last of the messages that it was taken for,
/// and is ended by its value, so that neither a late relay nor one who published past the relay ends somebody
/// else's.</summary>
internal sealed class HeldKeys
{
    private readonly ConcurrentDictionary<string, Held> _held = new();

    public void Take(string key, long lease, IEnumerable<string> messages) => _held[key] = new(lease, [.. messages]);

    /// <summary>The lease that ends with these messages; null when others of it are outstanding, or nothing is
    /// held.</summary>
    public long? EndsWith(string key, IReadOnlySet<string> published)
    {
        if (!_held.TryGetValue(key, out var held)) return null;
        lock (held.Outstanding)
        {
            held.Outstanding.ExceptWith(published);
            return held.Outstanding.Count == 0 ? held.Lease : null;
        }
    }

    /// <summary>The lease is ended in the store as well.</summary>
    public void Release(string key, long lease)
    {
        if (_held.TryGetValue(key, out var held) && held.Lease == lease) _held.TryRemove(new(key, held));
    }

    private sealed record Held(long Lease, HashSet<string> Outstanding);
}
