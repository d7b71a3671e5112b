namespace Erp.Messaging.Kafka;

/// <summary>The ids of the topics, by which a Kafka that lost its data can be told from the one before: topics that are
/// made anew have new ones.</summary>
/// <param name="topics">Names of all of them.</param>
internal sealed class KafkaIdentity(IEnumerable<string> topics)
{
    // Its former id is not known, and there may have been one.
    private const string Another = "";
    private readonly Dictionary<string, string?> _ids = topics.ToDictionary(t => t, _ => (string?)null);
    private bool _answered;

    /// <summary>The ids of all topics are known. They are never where topics have none, or are not for us to
    /// see.</summary>
    public bool Known => _ids.Values.All(id => id is { Length: > 0 });

    /// <summary>Takes note of what is there now; returns the names of topics that began anew, or may have. One that is
    /// not there, or has no id, says nothing.</summary>
    public IReadOnlyList<string> Change(IReadOnlyDictionary<string, string> topics)
    {
        _answered = true;
        var replaced = topics.Where(t => _ids.GetValueOrDefault(t.Key) is { } before && before != t.Value)
            .Select(t => t.Key).ToList();
        foreach (var (topic, id) in topics) _ids[topic] = id;
        return replaced;
    }

    /// <summary>It did not answer: a topic that was not seen until now may have been there and be lost when it does.
    /// As long as it has never answered nobody knows of any.</summary>
    public void Away()
    {
        if (!_answered) return;
        foreach (var topic in _ids.Keys) _ids[topic] ??= Another;
    }
}
