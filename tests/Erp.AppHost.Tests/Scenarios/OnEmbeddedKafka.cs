using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>One application on the embedded Kafka for all scenarios of this collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnEmbeddedKafka : ICollectionFixture<EmbeddedKafkaApplication>
{
    public const string Name = "on the embedded Kafka";

    /// <summary>Skips what Apache Kafka has shown, unless there is time for both.</summary>
    public static void UnlessOnApacheKafka()
    {
        if (Requires.IsSet("KAFKA_HOME")) Requires.Time();
    }
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class ApprovalsOnEmbeddedKafka(EmbeddedKafkaApplication app) : ApprovalScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class AwayOnEmbeddedKafka(EmbeddedKafkaApplication app) : AwayScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class NotificationsOnEmbeddedKafka(EmbeddedKafkaApplication app) : NotificationScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class PeopleOnEmbeddedKafka(EmbeddedKafkaApplication app) : PeopleScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class LossOnEmbeddedKafka : LossScenarios
{
    public LossOnEmbeddedKafka(EmbeddedKafkaApplication app) : base(app) => OnEmbeddedKafka.UnlessOnApacheKafka();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class CrashesOnEmbeddedKafka : CrashScenarios
{
    public CrashesOnEmbeddedKafka(EmbeddedKafkaApplication app) : base(app) => OnEmbeddedKafka.UnlessOnApacheKafka();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class StandingOnEmbeddedKafka(EmbeddedKafkaApplication app) : StandingScenarios(app);
