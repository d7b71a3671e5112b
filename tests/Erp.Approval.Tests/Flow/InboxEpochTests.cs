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
        var (_, _, id) = await system.WaitingAsync();
        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        await Eventually.GetAsync(
            () => store.FindAsync(id, CancellationToken.None), r => r!.Current!.InboxEpoch is not null);
        int Sent() => system.Delivery.Published.Count(m => m.Key == $"{id}" && m.Type == nameof(StepAssigned));
        var sent = Sent();

        Assert.True(await system.InboxesBeganAsync("another"));
        await Eventually.TrueAsync(() => Sent() > sent);
        Assert.False(await system.InboxesBeganAsync("another"));
        Assert.True(await system.InboxesBeganAsync("a third"));
    }
}
