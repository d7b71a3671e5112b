using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests.Messages;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>The inbox says once a minute which life it is in.</summary>
public sealed class InboxEpochTests(ApprovalSystem system) : IClassFixture<ApprovalSystem>
{
    [Fact]
    public async Task What_is_pending_goes_out_once_more_for_a_new_life_but_not_each_time_that_is_said()
    {
        var approver = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await system.InInboxAsync(approver, id);
        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        await Eventually.GetAsync(
            () => store.FindAsync(id, CancellationToken.None), r => r!.Current!.InboxEpoch is not null);
        var handler = system.ServicesOf("request-1").GetRequiredService<ResultsHandler>();
        Task<bool> SentAgainAsync(string epoch) => handler.HandleAsync(
            new(
                Topics.ApprovalResults.Name, 0, 0, "inbox", $"said-{epoch}", nameof(InboxStarted),
                JsonSerializer.Serialize(new InboxStarted(epoch), ErpJson.MessageOptions), DateTimeOffset.UtcNow),
            CancellationToken.None);
        int Sent() => system.Delivery.Published.Count(m => m.Key == $"{id}" && m.Type == nameof(StepAssigned));
        var sent = Sent();

        Assert.True(await SentAgainAsync("another"));
        await Eventually.TrueAsync(() => Sent() > sent);
        Assert.False(await SentAgainAsync("another"));
        Assert.True(await SentAgainAsync("a third"));
    }
}
