namespace Erp.AppHost.Eks;

/// <summary>What is special about Kafka on the cluster; the defaults are the requirements.</summary>
internal sealed class KafkaOptions
{
    public string Image { get; set; } = "apache/kafka:4.1.1";

    /// <summary>Brokers, each of them also a voter of the KRaft quorum. An odd number of at least three.</summary>
    public int Brokers { get; set; } = 3;

    public string StorageClass { get; set; } = "gp3";

    /// <summary>Volume of each broker.</summary>
    public int StorageGi { get; set; } = 10;

    /// <summary>Identity of the KRaft cluster, written into every volume: changing it makes brokers refuse their data.</summary>
    public string ClusterId { get; set; } = "ZXJwLWthZmthLWNsdXN0ZQ";

    public int Partitions { get; set; } = 3;

    public int ReplicationFactor => Brokers;

    public int MinInSyncReplicas => Brokers / 2 + 1;

    /// <summary>Topics that the Job makes; each gets a dead-letter topic beside it. A test holds them against the services' own names.</summary>
    public IReadOnlyList<KafkaTopic> Topics { get; set; } =
    [
        new("approval-requests"),
        new("approval-results"),
        // The store of notifications, of 30 days, is made again from it when Redis has lost it.
        new("approval-notifications", RetentionDays: 31),
    ];

    /// <summary>Days that a message that was put aside waits for somebody to look at it.</summary>
    public int DeadLetterRetentionDays { get; set; } = 90;

    public IEnumerable<KafkaTopic> AllTopics => Topics.SelectMany(t => new[] { t, new(t.Name + ".dlq", DeadLetterRetentionDays) });
}

/// <summary>A topic; without retention of its own it has the brokers'.</summary>
internal sealed record KafkaTopic(string Name, int? RetentionDays = null)
{
    /// <summary>As topics.sh takes it: <c>NAME</c> or <c>NAME,SETTING=VALUE</c>.</summary>
    public override string ToString() =>
        RetentionDays is { } days ? FormattableString.Invariant($"{Name},retention.ms={TimeSpan.FromDays(days).TotalMilliseconds}") : Name;
}
