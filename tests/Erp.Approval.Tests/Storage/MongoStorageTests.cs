using Erp.Approval.Requests.Storage.MongoDb;
using Erp.Approval.Tests.Support;
using Erp.ServiceDefaults.Errors;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Erp.Approval.Tests.Storage;

/// <summary>What is MongoDB's own: indexes, types, write concern, and a server that goes away.</summary>
public sealed class MongoStorageTests(MongoServer server) : IClassFixture<MongoServer>
{
    [RequiresEnvironmentFact("MONGO_SERVER_HOME")]
    public async Task Every_query_has_its_index()
    {
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);

        using var cursor = await store.Database.GetCollection<BsonDocument>("approvals").Indexes.ListAsync();

        var keys = (await cursor.ToListAsync()).ToDictionary(i => i["name"].AsString, i => string.Join(',', i["key"].AsBsonDocument.Names));
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
    public async Task Ids_are_64_bit_days_exact_times_dates_and_enums_names()
    {
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        var request = Make.Request(long.MaxValue, type: Erp.Approval.Requests.Domain.ApprovalType.AnnualLeave, leaveDays: 0.5m);
        await store.InsertAsync(request, null, CancellationToken.None);

        var stored = await store.Database.GetCollection<BsonDocument>("approvals").Find(new BsonDocument()).SingleAsync();

        Assert.Equal(
            (new BsonInt64(long.MaxValue), new BsonDecimal128(0.5m), new BsonDateTime(Make.Noon.UtcDateTime), "ANNUAL_LEAVE", "in_progress", "pending"),
            (stored["_id"], stored["leaveDays"], stored["createdAt"], stored["type"].AsString, stored["status"].AsString, stored["steps"][0]["status"].AsString));
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
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.NextIdAsync(CancellationToken.None));
        await own.Server.StartAsync();

        var found = await Eventually.GetAsync(async () =>
        {
            try
            {
                return await store.FindAsync(id, CancellationToken.None);
            }
            catch (DependencyUnavailableException)
            {
                return null;
            }
        }, r => r is not null);
        Assert.Equal(id, found!.Id);
        Assert.True(await store.NextIdAsync(CancellationToken.None) > id);
    }

    private sealed record Own(MongoServer Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Server.DisposeAsync();
    }
}
