using Erp.AppHost.Tests.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>One application on the embedded Kafka for all scenarios of this collection.</summary>
[CollectionDefinition(Name)]
public sealed class OnEmbeddedKafka : ICollectionFixture<EmbeddedKafkaApplication>
{
    public const string Name = "on the embedded Kafka";
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class ApprovalsOnEmbeddedKafka(EmbeddedKafkaApplication app) : ApprovalScenarios(app)
{
    [Fact]
    public Task Scenario_1_two_steps_approved() => Two_steps_are_approved_in_order_and_the_requester_is_told();

    [Fact]
    public Task Scenario_2_one_step_rejected() => One_rejected_step_ends_the_request_with_its_reason();

    [Fact]
    public Task Scenario_7_annual_leave_deducted_once() =>
        Annual_leave_is_deducted_once_at_the_final_approval_also_when_every_message_comes_twice();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class NotificationsOnEmbeddedKafka(EmbeddedKafkaApplication app) : NotificationScenarios(app)
{
    [Fact]
    public Task Scenario_3_across_replicas() => A_socket_on_one_replica_gets_what_is_sent_through_the_other();

    [Fact]
    public Task Scenario_3_replay() => What_was_sent_while_the_socket_was_closed_is_replayed_in_order_and_once();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class PeopleOnEmbeddedKafka(EmbeddedKafkaApplication app) : PeopleScenarios(app)
{
    [Fact]
    public Task Scenario_4_attendance() => The_30th_check_in_adds_a_day_and_a_second_one_of_a_day_is_409();

    [Fact]
    public Task Scenario_5_leave() => A_leave_of_three_days_is_deducted_once_and_bars_overlapping_ones();

    [Fact]
    public Task Scenario_6_quest() => A_quest_goes_from_create_to_claim_and_pays_once_when_claimed_twice_at_once();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class LossOnEmbeddedKafka(EmbeddedKafkaApplication app) : LossScenarios(app)
{
    [Fact]
    public Task Scenario_8_processing_stopped() => Requests_made_while_processing_is_stopped_arrive();

    [Fact]
    public Task Scenario_8_Kafka_stopped() => Requests_made_while_Kafka_is_stopped_arrive();

    [Fact]
    public Task Scenario_8_Redis_and_Kafka_lost() => Inboxes_come_back_when_Redis_and_Kafka_lost_their_data();
}

[Collection(OnEmbeddedKafka.Name)]
public sealed class CrashesOnEmbeddedKafka(EmbeddedKafkaApplication app) : CrashScenarios(app)
{
    [Fact]
    public Task A_replica_of_every_service_crashes() =>
        Approved_leaves_are_deducted_and_told_once_while_a_replica_of_every_service_crashes();
}
