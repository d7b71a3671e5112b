namespace Erp.AppHost.Eks.Plan;

/// <summary>Our own brokers on the cluster.</summary>
internal sealed record KafkaPlan(string Namespace)
{
    public const string Name = "kafka";
    public const string HeadlessService = "kafka-headless";

    /// <summary>Not called kafka: a Service of that name injects KAFKA_PORT into pods that have service links.</summary>
    public const string BootstrapService = "kafka-service";

    public const int BrokerPort = 9092;
    public const int ControllerPort = 9093;
    public const string DataFolder = "/var/lib/kafka/data";
    public const int User = 1000;

    public const string Image = "apache/kafka:4.1.1";

    /// <summary>Each of them also a voter of the KRaft quorum. Three survive the loss of one.</summary>
    public const int Brokers = 3;

    /// <summary>Copies that have to have a message before it is acknowledged, of the <see cref="Brokers"/> that
    /// keep one.</summary>
    public const int MinInSyncReplicas = 2;

    /// <summary>Volume of each broker.</summary>
    public const int StorageGi = 10;

    /// <summary>Stable name of a broker's pod inside the cluster.</summary>
    public string Host(string pod) => $"{pod}.{HeadlessService}.{Namespace}.svc.cluster.local";

    public string Voters => string.Join(',', Enumerable.Range(0, Brokers).Select(i => $"{i}@{Host($"{Name}-{i}")}:{ControllerPort}"));
}
