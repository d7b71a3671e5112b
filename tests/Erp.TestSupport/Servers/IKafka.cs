namespace Erp.TestSupport;

/// <summary>A Kafka to test against, embedded or real, so that a test class can be written once for both.</summary>
public interface IKafka : IAsyncLifetime
{
    /// <summary>For <c>ConnectionStrings:kafka</c>.</summary>
    string BootstrapServers { get; }
}
