using Erp.Approval.Requests.Storage.MongoDb;

namespace Erp.Approval.Tests.Storage;

/// <summary>The same contract on MongoDB, where a server is at hand.</summary>
public sealed class MongoApprovalStoreContractTests(MongoServer server) : IClassFixture<MongoServer>
{
    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task A_stored_request_is_read_back_as_it_was() => RunAsync(c => c.A_stored_request_is_read_back_as_it_was());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Any_text_survives() => RunAsync(c => c.Any_text_survives());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task An_unknown_request_is_null() => RunAsync(c => c.An_unknown_request_is_null());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Ids_are_never_given_twice_by_two_replicas() =>
        RunAsync(c => c.Ids_are_never_given_twice_by_two_replicas());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Of_two_changes_of_one_version_one_is_refused() =>
        RunAsync(c => c.Of_two_changes_of_one_version_one_is_refused());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task No_change_of_many_parallel_ones_is_lost() => RunAsync(c => c.No_change_of_many_parallel_ones_is_lost());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task A_key_is_used_once_per_requester() => RunAsync(c => c.A_key_is_used_once_per_requester());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Of_many_parallel_inserts_with_one_key_one_is_stored() =>
        RunAsync(c => c.Of_many_parallel_inserts_with_one_key_one_is_stored());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Lists_are_filtered_and_paged_newest_first() =>
        RunAsync(c => c.Lists_are_filtered_and_paged_newest_first());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Pending_are_only_those_whose_turn_it_is_oldest_first() =>
        RunAsync(c => c.Pending_are_only_those_whose_turn_it_is_oldest_first());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Unconfirmed_are_pending_steps_that_this_inbox_does_not_have() =>
        RunAsync(c => c.Unconfirmed_are_pending_steps_that_this_inbox_does_not_have());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Deducting_are_those_that_wait_for_their_leave() =>
        RunAsync(c => c.Deducting_are_those_that_wait_for_their_leave());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task A_lease_keeps_a_request_from_other_relays_until_it_ends() =>
        RunAsync(c => c.A_lease_keeps_a_request_from_other_relays_until_it_ends());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task A_change_during_a_lease_leaves_it_to_its_holder() =>
        RunAsync(c => c.A_change_during_a_lease_leaves_it_to_its_holder());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task A_lease_that_ran_out_cannot_end_the_next_one() =>
        RunAsync(c => c.A_lease_that_ran_out_cannot_end_the_next_one());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task No_message_is_leased_twice_by_parallel_relays() =>
        RunAsync(c => c.No_message_is_leased_twice_by_parallel_relays());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task What_is_due_is_counted() => RunAsync(c => c.What_is_due_is_counted());

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public Task Preparing_it_again_changes_nothing() => RunAsync(c => c.Preparing_it_again_changes_nothing());

    private async Task RunAsync(Func<ApprovalStoreContract, Task> test)
    {
        var connection = server.NewDatabase();
        using var store = new MongoApprovalStore(connection);
        using var replica = new MongoApprovalStore(connection);
        await store.InitializeAsync(CancellationToken.None);
        await test(new(store, replica));
    }
}
