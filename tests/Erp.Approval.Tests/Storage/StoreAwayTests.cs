using System.Net;
using System.Net.Http.Json;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Storage;

/// <summary>The store is away when the service starts: it starts all the same, is not ready, and mends
/// itself.</summary>
public sealed class StoreAwayTests
{
    [Fact]
    public async Task A_service_without_its_store_lives_is_not_ready_and_recovers()
    {
        var system = new Blocked();
        try
        {
            await system.InitializeAsync();
            system.Start("request-1");
            var requester = FakeEmployees.NewPerson();
            using var client = system.Requests(requester);

            using var alive = await client.GetAsync("/alive");
            using var ready = await client.GetAsync("/health");
            using var refused = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, [2]));
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable),
                (alive.StatusCode, ready.StatusCode, refused.StatusCode));
            Assert.NotNull(refused.Headers.RetryAfter);

            system.Unblock();

            await system.ReadyAsync();
            await system.SubmitAsync(requester, [2]);
        }
        finally
        {
            await system.DisposeAsync();
        }
    }

    /// <summary>Where the store's folder should be there is a file.</summary>
    private sealed class Blocked : ApprovalSystem
    {
        private readonly TemporaryFolder _folder = new();

        public Blocked() => File.WriteAllText(_folder.File("blocked"), "");

        protected override int Replicas => 0;

        protected override string Store => $"Data Source={_folder.File("blocked")}/approvals.db";

        public void Unblock() => File.Delete(_folder.File("blocked"));
    }
}
