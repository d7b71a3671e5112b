using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>One application on the embedded Kafka for all scenarios of this collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnEmbeddedKafka : ICollectionFixture<EmbeddedKafkaApplication>
{
    public const string Name = "on the embedded Kafka";
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class ApprovalsOnEmbeddedKafka(EmbeddedKafkaApplication app) : ApprovalScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class LossOnEmbeddedKafka(EmbeddedKafkaApplication app) : LossScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class CrashesOnEmbeddedKafka(EmbeddedKafkaApplication app) : CrashScenarios(app);

[Collection(OnEmbeddedKafka.Name)]
public sealed class StandingOnEmbeddedKafka(EmbeddedKafkaApplication app) : StandingScenarios(app);
