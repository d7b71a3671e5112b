using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.MongoDb;

namespace Erp.Approval.Tests.Storage;

/// <summary>The contract on MongoDB, where a server is at hand.</summary>
public sealed class MongoApprovalStoreContractTests : ApprovalStoreContract, IClassFixture<MongoServer>
{
    private readonly string _connection;

    public MongoApprovalStoreContractTests(MongoServer server)
    {
        server.Require();
        _connection = server.NewDatabase();
    }

    private protected override IApprovalStore Open() => new MongoApprovalStore(_connection);
}
