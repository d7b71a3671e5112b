using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>Dates of annual leave: their working days are what is asked for.</summary>
[Collection(nameof(SharedSystem))]
public sealed class LeaveDatesTests(ApprovalSystem system)
{
    [Theory]
    [InlineData("ANNUAL_LEAVE", "2", "2026-03-05", "2026-03-08", null, 201, null)] // Thursday to Sunday
    [InlineData("ANNUAL_LEAVE", "0.5", "2026-03-05", "2026-03-05", "MORNING", 201, null)]
    [InlineData("ANNUAL_LEAVE", "4", "2026-03-05", "2026-03-08", null, 422, "days_do_not_fit")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-05", "2026-03-05", "AFTERNOON", 422, "days_do_not_fit")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-07", "2026-03-08", null, 422, "days_do_not_fit")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-05", null, null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", null, "2026-03-05", null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", null, null, "MORNING", 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-05", "2026-03-04", null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-05", "2026-03-06", "MORNING", 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "262", "2026-01-01", "2027-01-01", null, 201, null)] // 366 days
    [InlineData("ANNUAL_LEAVE", "262", "2026-01-01", "2027-01-02", null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", "1999-12-31", "1999-12-31", null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", "2101-01-03", "2101-01-03", null, 400, "validation_failed")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-02-30", "2026-03-01", null, 400, "wrong_type")]
    [InlineData("ANNUAL_LEAVE", "1", "2026-03-05", "2026-03-05", "FULL", 400, "wrong_type")]
    [InlineData("EXPENSE", null, "2026-03-05", "2026-03-05", null, 400, "validation_failed")]
    public async Task They_have_to_fit(
        string type, string? days, string? start, string? end, string? part, int status, string? code)
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [FakeEmployees.NewPerson()], type);
        if (days is not null) body["leaveDays"] = JsonNode.Parse(days);
        foreach (var (name, value) in ((string, string?)[])[("startDate", start), ("endDate", end), ("part", part)])
            if (value is not null) body[name] = value;
        using var client = system.Requests(requester);

        using var answer = await client.PostAsJsonAsync("/approvals", body);

        var made = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((status, code), ((int)answer.StatusCode, (string?)made["code"]));
        if (status == 201)
            Assert.Equal(
                (start, end, part), ((string?)made["startDate"], (string?)made["endDate"], (string?)made["part"]));
    }

    [Fact]
    public async Task An_approver_sees_the_days_in_the_inbox()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var body = ApprovalSystem.Body(requester, [approver], "ANNUAL_LEAVE", 0.5m);
        (body["startDate"], body["endDate"], body["part"]) = ("2026-03-05", "2026-03-05", "AFTERNOON");
        using var client = system.Requests(requester);
        using var answer = await client.PostAsJsonAsync("/approvals", body);
        var id = (long)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["requestId"]!;
        await system.InInboxAsync(approver, id);

        using var inbox = system.Inbox(approver);
        var item = (await inbox.GetFromJsonAsync<JsonNode>($"/process/{approver}/{id}"))!;

        Assert.Equal(
            ("2026-03-05", "2026-03-05", "AFTERNOON"),
            ((string)item["startDate"]!, (string)item["endDate"]!, (string)item["part"]!));
    }
}
