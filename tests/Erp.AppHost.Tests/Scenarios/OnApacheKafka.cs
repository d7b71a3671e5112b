using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>One application on Apache Kafka for all scenarios of this collection; skipped where <c>KAFKA_HOME</c> is
/// not set.</summary>
[CollectionDefinition(Name)]
public sealed class OnApacheKafka : ICollectionFixture<ApacheKafkaApplication>
{
    public const string Name = "on Apache Kafka";
}

[Collection(OnApacheKafka.Name)]
public sealed class ApprovalsOnApacheKafka : ApprovalScenarios
{
    public ApprovalsOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class AwayOnApacheKafka : AwayScenarios
{
    public AwayOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class NotificationsOnApacheKafka : NotificationScenarios
{
    public NotificationsOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class PeopleOnApacheKafka : PeopleScenarios
{
    public PeopleOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class LossOnApacheKafka : LossScenarios
{
    public LossOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class CrashesOnApacheKafka : CrashScenarios
{
    public CrashesOnApacheKafka(ApacheKafkaApplication app) : base(app) => Requires.Variable("KAFKA_HOME");
}

[Collection(OnApacheKafka.Name)]
public sealed class StandingOnApacheKafka : StandingScenarios
{
    public StandingOnApacheKafka(ApacheKafkaApplication app) : base(app)
    {
        Requires.Variable("KAFKA_HOME");
        Requires.Time();
    }
}
