namespace Erp.Messaging.Kafka;

/// <summary>The ids of the topics, by which a Kafka that lost its data can be told from the one before: topics that are
/// made anew have new ones.</summary>
internal sealed class KafkaIdentity
{
    private readonly Dictionary<string, string> _topics = [];

    /// <summary>A first look was taken.</summary>
    public bool Known { get; private set; }

    /// <summary>Takes note of what is there now; returns the names of topics that began anew. One that is not there, or
    /// has no id, says nothing.</summary>
    public IReadOnlyList<string> Change(IReadOnlyDictionary<string, string> topics)
    {
        Known = true;
        var replaced = topics.Where(t => _topics.TryGetValue(t.Key, out var before) && before != t.Value)
            .Select(t => t.Key).ToList();
        foreach (var (topic, id) in topics) _topics[topic] = id;
        return replaced;
    }
}
