namespace Erp.AppHost.Eks.Plan;

/// <summary>Our own brokers on the cluster: what others than their own files (Templates/kafka) know of them.</summary>
internal static class OwnKafka
{
    public const string Name = "kafka";
    public const string BootstrapService = "kafka-service";
    public const int BrokerPort = 9092;
    public const int ControllerPort = 9093;

    /// <summary>The Job that makes the topics.</summary>
    public const string TopicsJob = "kafka-topics";
}
