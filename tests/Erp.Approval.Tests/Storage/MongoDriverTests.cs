using System.Text.Json.Nodes;
using Erp.Approval.Requests.Storage.MongoDb;
using Erp.Approval.Tests.Support;
using Erp.ServiceDefaults.Errors;

namespace Erp.Approval.Tests.Storage;

/// <summary>The binding to the C driver: indexes, types, and a server that goes away.</summary>
public sealed class MongoDriverTests(MongoServer server) : IClassFixture<MongoServer>
{
    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public async Task Every_query_has_its_index()
    {
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);

        var answer = await store.Connection.ReadAsync(new() { ["listIndexes"] = "approvals" }, CancellationToken.None);

        var keys = answer["cursor"]!["firstBatch"]!.AsArray().ToDictionary(i => (string)i!["name"]!, i => string.Join(',', i!["key"]!.AsObject().Select(k => k.Key)));
        Assert.Equal(new Dictionary<string, string>
        {
            ["_id_"] = "_id", // one request, and the list of all
            ["by_key"] = "idempotencyKey",
            ["by_requester"] = "requesterId,_id",
            ["by_approver"] = "approverIds,_id",
            ["by_status"] = "status,_id",
            ["by_type"] = "type,_id",
            ["by_pending_approver"] = "pendingApproverId,_id",
            ["pending"] = "_id,pendingEpoch",
            ["deducting"] = "deducting,_id",
            ["due"] = "outboxDue,leaseUntil",
        }, keys);
    }

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public async Task Ids_are_64_bit_days_exact_and_times_dates()
    {
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        var request = Make.Request(long.MaxValue, type: Erp.Approval.Requests.Domain.ApprovalType.AnnualLeave, leaveDays: 0.5m);
        await store.InsertAsync(request, null, CancellationToken.None);

        var answer = await store.Connection.ReadAsync(new() { ["find"] = "approvals", ["filter"] = new JsonObject() }, CancellationToken.None);

        var stored = answer["cursor"]!["firstBatch"]![0]!;
        Assert.Equal(long.MaxValue, (long)stored["_id"]!);
        Assert.Equal("""{"$numberDecimal":"0.5"}""", stored["leaveDays"]!.ToJsonString());
        Assert.Equal("""{"$date":"2026-03-02T12:00:00Z"}""", stored["createdAt"]!.ToJsonString());
        Assert.Equal(long.MaxValue, (await store.FindAsync(long.MaxValue, CancellationToken.None))!.Id);
    }

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public async Task Data_survives_a_restart_and_an_absent_server_is_a_store_that_is_away()
    {
        await using var own = new Own(new MongoServer());
        await own.Server.StartAsync();
        using var store = new MongoApprovalStore(own.Server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        var id = await store.NextIdAsync(CancellationToken.None);
        await store.InsertAsync(Make.Request(id), null, CancellationToken.None);

        await own.Server.StopAsync();
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.FindAsync(id, CancellationToken.None));
        await own.Server.StartAsync();

        var found = await Eventually.GetAsync(() => store.FindAsync(id, CancellationToken.None), r => r is not null);
        Assert.Equal(id, found!.Id);
        Assert.True(await store.NextIdAsync(CancellationToken.None) > id);
    }

    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public void What_is_no_uri_is_refused_by_name()
    {
        var refused = Assert.Throws<ArgumentException>(() => new MongoApprovalStore("mongodb://"));

        Assert.Contains("ConnectionStrings:mongodb", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_driver_names_its_package()
    {
        var missing = Assert.Throws<DllNotFoundException>(() => NativeMongo.Resolve("no-such-driver-1.0", typeof(NativeMongo).Assembly, null));

        Assert.Contains("apt-get install libmongoc-1.0-0", missing.Message, StringComparison.Ordinal);
    }

    private sealed record Own(MongoServer Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Server.DisposeAsync();
    }
}
