using Erp.AppHost.Tests.Application;
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
public sealed class ApprovalsOnApacheKafka(ApacheKafkaApplication app) : ApprovalScenarios(app)
{
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_1_two_steps_approved() => Two_steps_are_approved_in_order_and_the_requester_is_told();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_2_one_step_rejected() => One_rejected_step_ends_the_request_with_its_reason();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_7_annual_leave_deducted_once() =>
        Annual_leave_is_deducted_once_at_the_final_approval_also_when_every_message_comes_twice();
}

[Collection(OnApacheKafka.Name)]
public sealed class LossOnApacheKafka(ApacheKafkaApplication app) : LossScenarios(app)
{
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_8_processing_stopped() => Requests_made_while_processing_is_stopped_arrive();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_8_Kafka_stopped() => Requests_made_while_Kafka_is_stopped_arrive();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Scenario_8_Redis_and_Kafka_lost() => Inboxes_come_back_when_Redis_and_Kafka_lost_their_data();
}

[Collection(OnApacheKafka.Name)]
public sealed class CrashesOnApacheKafka(ApacheKafkaApplication app) : CrashScenarios(app)
{
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task A_replica_of_every_service_crashes() =>
        Approved_leaves_are_deducted_and_told_once_while_a_replica_of_every_service_crashes();
}
