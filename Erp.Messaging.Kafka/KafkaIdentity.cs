namespace Erp.Messaging.Kafka;

/// <summary>The ids by which a Kafka that lost its data can be told from the one before. The cluster's own does not
/// always do: where it is configured it is the same again, so the topics' ids count, too.</summary>
internal sealed class KafkaIdentity
{
    private readonly Dictionary<string, string> _topics = [];
    private string? _cluster;

    /// <summary>A first look was taken.</summary>
    public bool Known { get; private set; }

    /// <summary>Takes note of what is there now; returns what of it began anew, null when nothing did. What is not
    /// there, or has no id, says nothing.</summary>
    public string? Change(string? cluster, IReadOnlyDictionary<string, string> topics)
    {
        Known = true;
        var replaced = topics.Where(t => _topics.TryGetValue(t.Key, out var before) && before != t.Value)
            .Select(t => t.Key).ToList();
        var change = cluster is not null && _cluster is not null && cluster != _cluster ? $"cluster {cluster}"
            : replaced.Count > 0 ? "topics " + string.Join(", ", replaced)
            : null;
        _cluster = cluster ?? _cluster;
        foreach (var (topic, id) in topics) _topics[topic] = id;
        return change;
    }
}
