namespace Erp.AppHost.Tests.Application;

/// <summary>On the embedded Kafka: runs everywhere.</summary>
public sealed class EmbeddedKafkaApplication : ErpApplication
{
    protected override string Kafka => "embedded";
}

/// <summary>On Apache Kafka: runs where <c>KAFKA_HOME</c> points to one.</summary>
public sealed class ApacheKafkaApplication : ErpApplication
{
    protected override string Kafka => "installed";

    protected override bool CanRun => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 };
}

/// <summary>With one process of each service, for what does not depend on their number.</summary>
public sealed class SmallApplication : ErpApplication
{
    protected override string Kafka => "embedded";

    protected override IEnumerable<string> Arguments => ["--Replicas=1"];
}
