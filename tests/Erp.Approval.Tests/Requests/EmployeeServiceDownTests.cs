using System.Net;
using System.Net.Http.Json;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>The employee service is away: creates are 503, and nothing else suffers.</summary>
public sealed class EmployeeServiceDownTests(ApprovalSystem system) : IClassFixture<ApprovalSystem>
{
    [Fact]
    public async Task A_create_is_503_with_Retry_After_and_never_404_and_the_rest_goes_on()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        using var client = system.Requests(requester);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "before");
        using var before = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, [approver]));
        Assert.Equal(HttpStatusCode.Created, before.StatusCode);
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        system.Employees.Broken = true;

        // Somebody new, so that nobody remembers them.
        using var refused =
            await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, [FakeEmployees.NewPerson()]));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        // Everybody is known, but how many days they are is not.
        var leave = ApprovalSystem.Body(
            await system.PersonAsync(), [await system.PersonAsync()], "ANNUAL_LEAVE", 1);
        (leave["startDate"], leave["endDate"]) = ("2026-03-05", "2026-03-05");
        using var asking = system.Requests((long)leave["requesterId"]!);
        using var uncounted = await asking.PostAsJsonAsync("/approvals", leave);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, uncounted.StatusCode);
        Assert.True(uncounted.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        client.DefaultRequestHeaders.Add("Idempotency-Key", "before");
        using var replayed = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, [approver]));
        Assert.Equal(await before.Content.ReadAsStringAsync(), await replayed.Content.ReadAsStringAsync());
        using var list = await client.GetAsync($"/approvals?requesterId={requester}");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        using var health = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
