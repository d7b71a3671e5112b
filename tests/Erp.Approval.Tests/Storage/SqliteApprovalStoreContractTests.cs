using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.Sqlite;

namespace Erp.Approval.Tests.Storage;

/// <summary>The contract on SQLite: two stores on one file, as two processes have it.</summary>
public sealed class SqliteApprovalStoreContractTests : ApprovalStoreContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override IApprovalStore Open() =>
        new SqliteApprovalStore($"Data Source={_folder.File("approvals.db")}");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete();
    }
}
