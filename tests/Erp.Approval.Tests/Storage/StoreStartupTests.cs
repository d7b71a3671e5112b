using Erp.Approval.Requests;
using Erp.Approval.Requests.Messages;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.Sqlite;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Tests.Storage;

public sealed class StoreStartupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task There_is_nothing_to_publish_until_the_store_is_prepared()
    {
        var store = new SqliteApprovalStore($"Data Source={_folder.File("approvals.db")}");
        using var startup = new StoreStartup(store, new TransientFaults([]), NullLogger<StoreStartup>.Instance);
        var outbox = new ApprovalOutbox(
            store, startup, new Stamps(TimeProvider.System), Options.Create(new ApprovalOptions()));
        // Of a store without tables this was an error.
        Assert.Empty(await outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.False(startup.IsPrepared);

        await startup.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => startup.IsPrepared);
        Assert.Empty(await outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
    }
}
