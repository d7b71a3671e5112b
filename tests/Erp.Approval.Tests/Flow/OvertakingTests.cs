using System.Net.Http.Json;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>Decisions come before the answers to what was sent before them: here notifications are answered by nobody,
/// and leases end long after the test.</summary>
public sealed class OvertakingTests(OvertakingTests.Patient system) : IClassFixture<OvertakingTests.Patient>
{
    [Fact]
    public async Task What_a_decision_sends_does_not_wait_for_the_answers_to_what_was_sent_before()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);

        await system.DecideWhenThereAsync(first, id, "approved");
        await system.InInboxAsync(second, id);

        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        var request = (await store.FindAsync(id, CancellationToken.None))!;
        var notifications = request.Outbox.Where(m => m.Type == nameof(NotificationRequested)).ToList();
        Assert.Equal(3, notifications.Count);
        Assert.All(notifications, m => Assert.Equal(0, m.Attempts));
    }

    [Fact]
    public async Task So_it_is_with_comments_and_cancelling()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.InInboxAsync(approver, id);

        using var comment = await system.Requests(requester).PostAsJsonAsync(
            $"/approvals/{id}/comments", new { text = "Soon, please." });
        comment.EnsureSuccessStatusCode();
        await ToldAsync("APPROVAL_COMMENTED");
        using var cancel = await system.Requests(requester).PostAsync($"/approvals/{id}/cancel", null);
        cancel.EnsureSuccessStatusCode();
        await ToldAsync("APPROVAL_STATUS_CHANGED");

        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        var request = (await store.FindAsync(id, CancellationToken.None))!;
        Assert.All(
            request.Outbox.Where(m => m.Type == nameof(NotificationRequested)), m => Assert.Equal(0, m.Attempts));

        Task ToldAsync(string type) => Eventually.TrueAsync(() => system.Delivery.Published.Any(
            m => m.Key == $"{id}" && m.Payload.Contains(type, StringComparison.Ordinal)));
    }

    public sealed class Patient : ApprovalSystem
    {
        public Patient() => (Settings["Approval:AnswerTime"], Settings["Outbox:Lease"]) = ("00:00:10", "00:10:00");
    }
}
