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

    /// <summary>Identity of the KRaft cluster, written into every volume: changing it makes brokers refuse their
    /// data.</summary>
    public string ClusterId { get; set; } = "ZXJwLWthZmthLWNsdXN0ZQ";

    public int ReplicationFactor => Brokers;

    public int MinInSyncReplicas => Brokers / 2 + 1;
}
