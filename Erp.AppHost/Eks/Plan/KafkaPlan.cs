namespace Erp.AppHost.Eks.Plan;

/// <summary>Our own brokers on the cluster.</summary>
internal sealed record KafkaPlan
{
    public const string Name = "kafka";
    public const string HeadlessService = "kafka-headless";

    /// <summary>Not called kafka: a Service of that name injects KAFKA_PORT into pods that have service links.</summary>
    public const string BootstrapService = "kafka-service";

    public const int BrokerPort = 9092;
    public const int ControllerPort = 9093;
    public const string DataFolder = "/var/lib/kafka/data";
    public const int User = 1000;

    public required KafkaOptions Settings { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Stable name of a broker's pod inside the cluster.</summary>
    public string Host(string pod) => $"{pod}.{HeadlessService}.{Namespace}.svc.cluster.local";

    public string Voters => string.Join(',', Enumerable.Range(0, Settings.Brokers).Select(i => $"{i}@{Host($"{Name}-{i}")}:{ControllerPort}"));
}
