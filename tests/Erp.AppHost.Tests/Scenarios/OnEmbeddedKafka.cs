using Erp.AppHost.Tests.Application;

namespace Erp.AppHost.Tests.Scenarios;

public sealed class ApprovalsOnEmbeddedKafka(EmbeddedKafkaApplication app) : ApprovalScenarios(app), IClassFixture<EmbeddedKafkaApplication>
{
    [Fact]
    public Task Scenario_1_two_steps_approved() => Two_steps_are_approved_in_order_and_the_requester_is_told();

    [Fact]
    public Task Scenario_2_one_step_rejected() => One_rejected_step_ends_the_request_with_its_reason();
}
