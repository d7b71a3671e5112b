using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>HR gives a step to somebody else: of that and a decision one counts, and it is the one that was
/// answered.</summary>
[Collection(nameof(SharedSystem))]
public sealed class ReassignTests(ApprovalSystem system)
{
    [Fact]
    public async Task A_pending_step_goes_from_one_inbox_to_another_and_back_and_ends_there()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first]);
        await system.InInboxAsync(first, id);

        await MovedAsync(second);
        await Eventually.TrueAsync(async () => (await system.InboxAsync(first)).Count == 0);
        using var late = await system.DecideAsync(first, id, "approved");
        Assert.Equal(404, (int)late.StatusCode);
        await MovedAsync(first);

        await system.DecideWhenThereAsync(first, id, "approved");
        var final = await system.FinalAsync(requester, id, "approved");
        Assert.Equal(
            [("submitted", requester), ("reassigned", ApprovalSystem.Hr), ("reassigned", ApprovalSystem.Hr),
                ("step_approved", first)],
            final["history"]!.AsArray().Select(h => ((string)h!["action"]!, (long)h["by"]!)));
        Assert.Equal("Away.", (string)final["history"]![1]!["reason"]!);
        await Eventually.TrueAsync(async () => (await system.InboxAsync(second)).Count == 0);

        async Task MovedAsync(long to)
        {
            // The inbox of a moment ago may not be confirmed yet.
            await Eventually.TrueAsync(async () => (await system.ReassignAsync(id, 1, to)).Status == 200);
            Assert.Equal((200, null), await system.ReassignAsync(id, 1, to));
            await system.InInboxAsync(to, id);
        }
    }

    [Fact]
    public async Task An_approver_who_decided_can_be_given_a_later_step()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);
        await system.DecideWhenThereAsync(first, id, "approved");
        await system.InInboxAsync(second, id);

        await Eventually.TrueAsync(async () => (await system.ReassignAsync(id, 2, first)).Status == 200);
        await system.DecideWhenThereAsync(first, id, "rejected", "Thought better of it.");

        await system.FinalAsync(requester, id, "rejected");
    }

    [Fact]
    public async Task Of_reassigning_and_deciding_at_once_one_succeeds_and_is_what_comes_of_it()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        for (var i = 0; i < 15; i++)
        {
            var id = await system.SubmitAsync(requester, [first]);
            await system.InInboxAsync(first, id);
            var deciding = Task.Run(() => system.DecideAsync(first, id, "approved"));
            var reassigning = Task.Run(() => system.ReassignAsync(id, 1, second));
            using var decided = await deciding;
            var (reassigned, _) = await reassigning;

            Assert.Contains((reassigned, (int)decided.StatusCode), ((int, int)[])[(200, 409), (200, 404), (409, 200)]);
            if (reassigned == 200) await system.DecideWhenThereAsync(second, id, "rejected");
            await system.FinalAsync(requester, id, reassigned == 200 ? "rejected" : "approved");
        }
    }

    [Fact]
    public async Task Of_two_who_reassign_at_once_to_different_people_both_are_told_the_truth()
    {
        var (requester, first) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        long[] others = [FakeEmployees.NewPerson(), FakeEmployees.NewPerson()];
        var id = await system.SubmitAsync(requester, [first]);
        await system.InInboxAsync(first, id);

        var answers = await Task.WhenAll(others.Select(o => Task.Run(() => system.ReassignAsync(id, 1, o))));

        var detail = await system.DetailAsync(requester, id);
        var moves = detail["history"]!.AsArray().Where(h => (string)h!["action"]! == "reassigned").ToList();
        Assert.Equal(answers.Count(a => a.Status == 200), moves.Count);
        Assert.All(answers, a => Assert.Contains(a.Status, (int[])[200, 409, 503]));
        await system.InInboxAsync((long)detail["steps"]![0]!["approverId"]!, id);
    }

    [Fact]
    public async Task Only_whom_it_fits_gets_a_step_and_only_while_it_is_open()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);

        Assert.Equal((422, "self_approval"), await system.ReassignAsync(id, 1, requester));
        Assert.Equal((422, "approver_twice"), await system.ReassignAsync(id, 1, second));
        Assert.Equal((422, "unknown_employees"), await system.ReassignAsync(id, 1, FakeEmployees.Unknown));
        Assert.Equal((422, "inactive_employees"), await system.ReassignAsync(id, 2, FakeEmployees.Inactive));
        Assert.Equal((404, "step_not_found"), await system.ReassignAsync(id, 3, FakeEmployees.NewPerson()));
        foreach (var step in (int[])[0, 21])
            Assert.Equal((400, "validation_failed"), await system.ReassignAsync(id, step, FakeEmployees.NewPerson()));
        Assert.Equal((404, "request_not_found"), await system.ReassignAsync(999_999_999, 1, first));
        var third = FakeEmployees.NewPerson();
        Assert.Equal((200, null), await system.ReassignAsync(id, 2, third));
        await system.DecideWhenThereAsync(first, id, "approved");
        await system.DecideWhenThereAsync(third, id, "approved");
        await system.FinalAsync(requester, id, "approved");
        Assert.Equal((409, "already_decided"), await system.ReassignAsync(id, 1, second));
    }

    [Fact]
    public async Task Who_is_on_the_line_now_lists_it_and_who_was_does_not()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [FakeEmployees.NewPerson(), first]);

        Assert.Equal((200, null), await system.ReassignAsync(id, 2, second));

        Assert.Equal((0, 403), await SeenByAsync(first));
        Assert.Equal((1, 200), await SeenByAsync(second));

        async Task<(int Listed, int Detail)> SeenByAsync(long person)
        {
            using var client = system.Requests(person);
            var list = await client.GetFromJsonAsync<JsonNode>($"/approvals?approverId={person}");
            using var detail = await client.GetAsync($"/approvals/{id}");
            return (list!["items"]!.AsArray().Count, (int)detail.StatusCode);
        }
    }
}
