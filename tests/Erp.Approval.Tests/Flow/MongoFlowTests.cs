using Erp.Approval.Tests.Storage;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>The flow with MongoDB as the store, where a server is at hand.</summary>
public sealed class MongoFlowTests(MongoServer server) : IClassFixture<MongoServer>
{
    [Fact]
    public async Task Leave_is_asked_for_approved_by_two_and_deducted()
    {
        server.Require();
        var system = new OnMongo(server.NewDatabase());
        try
        {
            await system.InitializeAsync();
            var (requester, first, second) =
                (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
            var id = await system.SubmitAsync(requester, [first, second], "ANNUAL_LEAVE", 2.5m);

            await system.DecideWhenThereAsync(first, id, "approved");
            await system.DecideWhenThereAsync(second, id, "approved");

            await system.FinalAsync(requester, id, "approved");
            Assert.Equal(12.5m, system.Employees.Balance(requester));
        }
        finally
        {
            await system.DisposeAsync();
        }
    }

    private sealed class OnMongo(string uri) : ApprovalSystem
    {
        protected override string Store => uri;
    }
}
