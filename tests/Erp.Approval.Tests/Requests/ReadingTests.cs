using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>Lists, details and cancelling.</summary>
[Collection(nameof(SharedSystem))]
public sealed class ReadingTests(ApprovalSystem system)
{
    [Fact]
    public async Task A_list_is_paged_newest_first_without_gaps_or_repeats()
    {
        var requester = FakeEmployees.NewPerson();
        var ids = new List<long>();
        for (var i = 0; i < 7; i++) ids.Add(await system.SubmitAsync(requester, [2]));

        Assert.Equal(
            ids.AsEnumerable().Reverse(), await PagesAsync(requester, $"/approvals?requesterId={requester}&limit=3"));
    }

    [Fact]
    public async Task A_list_is_filtered_by_status_type_and_approver()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var general = await system.SubmitAsync(requester, [approver], "GENERAL");
        var expense = await system.SubmitAsync(requester, [approver]);
        using (var client = system.Requests(requester)) await client.PostAsync($"/approvals/{general}/cancel", null);

        Assert.Equal([general], await PagesAsync(requester, $"/approvals?requesterId={requester}&status=cancelled"));
        Assert.Equal([expense], await PagesAsync(requester, $"/approvals?requesterId={requester}&type=EXPENSE"));
        Assert.Equal([expense, general], await PagesAsync(approver, $"/approvals?approverId={approver}"));
        Assert.Equal(
            [expense],
            await PagesAsync(
                approver, $"/approvals?approverId={approver}&requesterId={requester}&status=in_progress&type=EXPENSE"));
    }

    [Fact]
    public async Task A_list_is_searched_by_title_and_day()
    {
        var requester = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(requester, [2]);
        var seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");
        var made = (DateTimeOffset)(await system.DetailAsync(requester, id))["createdAt"]!;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(made, seoul).DateTime);
        Task<IReadOnlyList<long>> Find(string more) =>
            PagesAsync(requester, $"/approvals?requesterId={requester}&{more}");

        Assert.Equal([id], await Find("title=lap"));
        Assert.Empty(await Find("title=top"));
        Assert.Equal([id], await Find($"from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}"));
        Assert.Empty(await Find($"to={day.AddDays(-1):yyyy-MM-dd}"));
        Assert.Empty(await Find($"from={day.AddDays(1):yyyy-MM-dd}"));
        using var client = system.Requests(requester);
        using var overLong = await client.GetAsync($"/approvals?requesterId={requester}&title={new string('x', 101)}");
        Assert.Equal("validation_failed", await BadInput.AssertProblemAsync(overLong));
    }

    [Fact]
    public async Task Pending_shows_only_steps_whose_turn_it_is()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);

        Assert.Equal([id], await PagesAsync(first, $"/approvals/pending/{first}"));
        Assert.Empty(await PagesAsync(second, $"/approvals/pending/{second}"));

        await system.DecideWhenThereAsync(first, id, "approved");
        await Eventually.GetAsync(
            () => PagesAsync(second, $"/approvals/pending/{second}"), ids => ids.SequenceEqual([id]));
        Assert.Empty(await PagesAsync(first, $"/approvals/pending/{first}"));
    }

    [Fact]
    public async Task What_one_has_decided_is_a_list_for_oneself_and_hr()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);
        Assert.Empty(await PagesAsync(first, $"/approvals?decidedBy={first}"));

        await system.DecideWhenThereAsync(first, id, "approved");
        await Eventually.GetAsync(() => PagesAsync(first, $"/approvals?decidedBy={first}"), ids => ids is [_]);
        Assert.Empty(await PagesAsync(second, $"/approvals?decidedBy={second}"));
        using (var other = system.Requests(second))
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"/approvals?decidedBy={first}")).StatusCode);
        using var hr = system.Client("request-1", Tokens.User(ApprovalSystem.Hr, "HR"));
        Assert.Equal(HttpStatusCode.OK, (await hr.GetAsync($"/approvals?decidedBy={first}")).StatusCode);
    }

    [Fact]
    public async Task What_one_may_read_is_a_list_for_oneself_and_hr()
    {
        var (requester, reader) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var body = ApprovalSystem.Body(requester, [FakeEmployees.NewPerson()]);
        body["readers"] = new JsonArray(reader);
        using var asking = system.Requests(requester);
        using var made = await asking.PostAsJsonAsync("/approvals", body);

        Assert.Equal(
            made.Headers.Location!.ToString(),
            $"/approvals/{Assert.Single(await PagesAsync(reader, $"/approvals?readerId={reader}"))}");
        Assert.Empty(await PagesAsync(requester, $"/approvals?readerId={requester}"));
        using var refused = await asking.GetAsync($"/approvals?readerId={reader}");
        using var hr = system.Client("request-1", Tokens.User(ApprovalSystem.Hr, "HR"));
        using var allowed = await hr.GetAsync($"/approvals?readerId={reader}");
        Assert.Equal((403, 200), ((int)refused.StatusCode, (int)allowed.StatusCode));
    }

    [Fact]
    public async Task A_detail_tells_the_history()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, id, "rejected", "No budget.");

        var detail = await system.FinalAsync(requester, id, "rejected");

        Assert.Equal([("submitted", (long?)requester, null), ("step_rejected", approver, "No budget.")],
            detail["history"]!.AsArray().Select(h => ((string)h!["action"]!, (long?)h["by"], (string?)h["reason"])));
    }

    [Fact]
    public async Task Cancelling_works_once_is_repeatable_and_ends_when_it_is_decided()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var cancelled = await system.SubmitAsync(requester, [approver]);
        var decided = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, decided, "approved");
        await system.FinalAsync(requester, decided, "approved");
        using var client = system.Requests(requester);

        using var first = await client.PostAsync($"/approvals/{cancelled}/cancel", null);
        using var again = await client.PostAsync($"/approvals/{cancelled}/cancel", null);
        using var late = await client.PostAsync($"/approvals/{decided}/cancel", null);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict),
            (first.StatusCode, again.StatusCode, late.StatusCode));
        Assert.Equal("already_decided", await BadInput.AssertProblemAsync(late));
        Assert.Equal("cancelled", (string)(await system.DetailAsync(requester, cancelled))["status"]!);
    }

    [Fact]
    public async Task Of_a_cancellation_and_a_decision_at_the_same_moment_one_holds()
    {
        for (var i = 0; i < 5; i++)
        {
            var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
            var id = await system.SubmitAsync(requester, [approver]);
            await system.InInboxAsync(approver, id);
            using var client = system.Requests(requester);

            var cancel = client.PostAsync($"/approvals/{id}/cancel", null);
            using var decision = await system.DecideAsync(approver, id, "approved");
            using var cancelled = await cancel;

            var final = await Eventually.GetAsync(
                () => system.DetailAsync(requester, id), r => (string)r["status"]! != "in_progress");
            Assert.Equal(cancelled.IsSuccessStatusCode ? "cancelled" : "approved", (string)final["status"]!);
        }
    }

    [Theory]
    [InlineData("/approvals?requesterId={0}&status=APPROVED", "invalid_parameter")]
    [InlineData("/approvals?requesterId={0}&status=", "invalid_parameter")]
    [InlineData("/approvals?requesterId={0}&type=expense", "invalid_parameter")]
    [InlineData("/approvals?requesterId=x", "invalid_parameter")]
    [InlineData("/approvals?decidedBy=x", "invalid_parameter")]
    [InlineData("/approvals?readerId=x", "invalid_parameter")]
    [InlineData("/approvals?requesterId={0}&limit=0", "invalid_limit")]
    [InlineData("/approvals?requesterId={0}&limit=201", "invalid_limit")]
    [InlineData("/approvals?requesterId={0}&after=abc", "invalid_cursor")]
    [InlineData("/approvals/pending/{0}?after=%00", "invalid_text")]
    [InlineData("/approvals?requesterId={0}&title=", "validation_failed")]
    [InlineData("/approvals?requesterId={0}&title=%20!!", "invalid_title")]
    [InlineData("/approvals?requesterId={0}&title=%00", "invalid_text")]
    [InlineData("/approvals?requesterId={0}&from=tomorrow", "invalid_parameter")]
    [InlineData("/approvals?requesterId={0}&from=2026-02-30", "invalid_parameter")]
    [InlineData("/approvals?requesterId={0}&from=1999-12-31", "validation_failed")]
    [InlineData("/approvals?requesterId={0}&to=2101-01-01", "validation_failed")]
    [InlineData("/approvals?requesterId={0}&from=2026-03-02&to=2026-03-01", "invalid_range")]
    [InlineData("/approvals/pending/abc", "invalid_parameter")]
    [InlineData("/approvals/abc", "invalid_parameter")]
    [InlineData("/approvals/99999999999999999999", "invalid_parameter")]
    [InlineData("/approvals/123456789012", "request_not_found")]
    [InlineData("/approvals/-1", "request_not_found")]
    public async Task Bad_addresses_are_refused_by_name(string path, string code)
    {
        var requester = FakeEmployees.NewPerson();
        using var client = system.Requests(requester);

        using var answer =
            await client.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, requester));

        Assert.Equal(code, await BadInput.AssertProblemAsync(answer));
    }

    [Fact]
    public async Task There_is_no_wipe_all()
    {
        using var client = system.Client("request-1", Tokens.User(5, "HR"));

        using var answer = await client.DeleteAsync("/approvals");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task<IReadOnlyList<long>> PagesAsync(long employee, string path)
    {
        using var client = system.Requests(employee);
        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = (await client.GetFromJsonAsync<JsonNode>(next is null ? path : $"{path}&after={next}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(i => (long)i!["requestId"]!));
            next = (string?)page["next"];
        } while (next is not null);
        return seen;
    }
}
