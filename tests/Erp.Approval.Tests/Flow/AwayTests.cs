using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>Approvers who are away, and such who leave while requests wait for them.</summary>
[Collection(nameof(SharedSystem))]
public sealed class AwayTests(ApprovalSystem system)
{
    [Fact]
    public async Task A_step_comes_to_the_deputy_of_who_is_away_and_the_history_names_both()
    {
        var (requester, first, deputy) =
            (await system.PersonAsync(), await system.PersonAsync(), await system.PersonAsync());
        var away = await system.PersonAsync(deputyId: deputy);
        var id = await system.SubmitAsync(requester, [first, away]);

        await system.DecideWhenThereAsync(first, id, "approved");
        await system.DecideWhenThereAsync(deputy, id, "approved");

        var final = await system.FinalAsync(requester, id, "approved");
        var step = final["steps"]![1]!;
        Assert.Equal((deputy, away), ((long)step["approverId"]!, (long)step["onBehalfOf"]!));
        Assert.Equal(
            [("delegated", null, deputy, away), ("step_approved", (long?)deputy, (long?)null, (long?)away)],
            final["history"]!.AsArray().Skip(2).Select(h => (
                (string)h!["action"]!, (long?)h["by"], (long?)h["approverId"], (long?)h["insteadOf"])));
        Assert.Empty(await system.InboxAsync(away));
    }

    [Fact]
    public async Task However_deputies_change_each_step_is_in_one_inbox()
    {
        var requester = await system.PersonAsync();
        long[] deputies = [await system.PersonAsync(), await system.PersonAsync()];
        var away = await system.PersonAsync();
        var firsts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => system.PersonAsync()));
        var ids = await Task.WhenAll(firsts.Select(f => system.SubmitAsync(requester, [f, away])));

        var changing = Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
                await system.ChangeAsync(away, deputyId: i % 3 == 2 ? null : deputies[i % 3]);
        });
        await Task.WhenAll(ids.Zip(firsts, (id, f) => system.DecideWhenThereAsync(f, id, "approved")));
        await changing;

        foreach (var id in ids)
        {
            var holder = (long)(await Eventually.GetAsync(
                () => system.DetailAsync(requester, id),
                r => (string)r["steps"]![1]!["status"]! == "pending"))["steps"]![1]!["approverId"]!;
            await system.InInboxAsync(holder, id);
            foreach (var other in deputies.Append(away).Where(p => p != holder))
                Assert.DoesNotContain(id, await system.InboxAsync(other));
            await system.DecideWhenThereAsync(holder, id, "approved");
            await system.FinalAsync(requester, id, "approved");
        }
    }

    [Fact]
    public async Task The_pending_steps_of_somebody_who_leaves_go_to_their_deputy()
    {
        var (requester, deputy) = (await system.PersonAsync(), await system.PersonAsync());
        var leaver = await system.PersonAsync();
        var id = await system.SubmitAsync(requester, [leaver]);
        await system.InInboxAsync(leaver, id);

        await system.ChangeAsync(leaver, active: false, deputyId: deputy);

        await system.DecideWhenThereAsync(deputy, id, "approved");
        await system.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task A_decision_that_was_answered_counts_although_its_approver_leaves_before_the_record_has_it()
    {
        var (requester, deputy) = (await system.PersonAsync(), await system.PersonAsync());
        var leaver = await system.PersonAsync();
        var id = await system.SubmitAsync(requester, [leaver]);
        await system.InInboxAsync(leaver, id);
        system.Delivery.Down = true;
        try
        {
            using var decided = await system.DecideAsync(leaver, id, "approved");
            Assert.Equal(200, (int)decided.StatusCode);
            var holds = system.Holds;
            await system.ChangeAsync(leaver, active: false, deputyId: deputy);
            // The record has asked the inbox, and was told.
            await Eventually.TrueAsync(() => system.Holds > holds);
        }
        finally
        {
            system.Delivery.Down = false;
        }

        var final = await system.FinalAsync(requester, id, "approved");
        Assert.Equal(leaver, (long)final["steps"]![0]!["approverId"]!);
    }

    [Fact]
    public async Task Without_a_deputy_HR_is_told_once_finds_it_and_gives_it_to_somebody_else()
    {
        var (requester, other) = (await system.PersonAsync(), await system.PersonAsync());
        long[] hr = [await system.PersonAsync("HR"), await system.PersonAsync("HR")];
        var leaver = await system.PersonAsync();
        var pending = await system.SubmitAsync(requester, [leaver]);
        await system.InInboxAsync(leaver, pending);
        var first = await system.PersonAsync();
        var between = await system.SubmitAsync(requester, [first, leaver]);

        await system.ChangeAsync(leaver, active: false);
        await system.DecideWhenThereAsync(first, between, "approved");

        foreach (var id in (long[])[pending, between])
        {
            await Eventually.GetAsync(() => StuckAsync(hr[0]), ids => ids.Contains(id));
            foreach (var person in hr)
                await Eventually.GetAsync(
                    () => Task.FromResult(system.Delivery.Published.Where(m => m.Key == $"{id}").DistinctBy(m => m.Id)
                        .Count(m => m.Payload.Contains("APPROVAL_STUCK", StringComparison.Ordinal)
                            && m.Payload.Contains($"\"employeeId\":{person},", StringComparison.Ordinal))),
                    told => told == 1);
            var step = id == pending ? 1 : 2;
            await Eventually.TrueAsync(async () => (await system.ReassignAsync(id, step, other)).Status == 200);
            Assert.DoesNotContain(id, await StuckAsync(hr[0]));
            await system.DecideWhenThereAsync(other, id, "approved");
            await system.FinalAsync(requester, id, "approved");
        }
    }

    [Fact]
    public async Task A_stuck_step_goes_on_as_soon_as_there_is_somebody_to_decide_it()
    {
        var (requester, deputy) = (await system.PersonAsync(), await system.PersonAsync());
        var (noDeputy, deputyAway) = (await system.PersonAsync(), await system.PersonAsync());
        var second = await system.PersonAsync();
        var away = await system.PersonAsync(deputyId: second);
        var hr = await system.PersonAsync("HR");
        var alone = await system.SubmitAsync(requester, [noDeputy]);
        // Nobody decides twice: the deputy of the deputy has a step of it already.
        var both = await system.SubmitAsync(requester, [deputyAway, second]);
        await system.InInboxAsync(noDeputy, alone);
        await system.InInboxAsync(deputyAway, both);
        await system.ChangeAsync(noDeputy, active: false);
        await system.ChangeAsync(deputyAway, active: false, deputyId: away);
        foreach (var id in (long[])[alone, both])
            await Eventually.GetAsync(() => StuckAsync(hr), ids => ids.Contains(id));

        await system.ChangeAsync(noDeputy, active: false, deputyId: deputy);
        await system.ChangeAsync(away);

        await system.DecideWhenThereAsync(deputy, alone, "approved");
        await system.FinalAsync(requester, alone, "approved");
        await system.DecideWhenThereAsync(away, both, "approved");
        Assert.DoesNotContain(both, await StuckAsync(hr));
    }

    private async Task<IReadOnlyList<long>> StuckAsync(long person)
    {
        using var client = system.Client("request-1", Tokens.User(person, "HR"));
        var page = await client.GetFromJsonAsync<JsonNode>("/approvals?stuck=true");
        return [.. page!["items"]!.AsArray().Select(i => (long)i!["requestId"]!)];
    }
}
