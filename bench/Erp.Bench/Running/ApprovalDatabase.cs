using MongoDB.Bson;
using MongoDB.Driver;

namespace Erp.Bench.Running;

/// <summary>The store as a database of MongoDB.</summary>
internal sealed class ApprovalDatabase : ApprovalStore
{
    private readonly IMongoCollection<BsonDocument> _approvals, _counters;

    private ApprovalDatabase(IMongoDatabase database)
    {
        _approvals = database.GetCollection<BsonDocument>("approvals");
        _counters = database.GetCollection<BsonDocument>("counters");
    }

    /// <summary>The one that this URI names.</summary>
    /// <exception cref="BenchException">It has requests already, or does not answer.</exception>
    public static async Task<ApprovalDatabase> OpenAsync(string uri)
    {
        try
        {
            var url = new MongoUrl(uri);
            var store = new ApprovalDatabase(new MongoClient(url).GetDatabase(url.DatabaseName ?? "erp"));
            if (await store.CountAsync() is > 0 and var count)
                throw new BenchException($"the database of --mongodb has {count} approvals; name an empty one.");
            return store;
        }
        catch (TimeoutException)
        {
            throw new BenchException("no server answers at the URI of --mongodb.");
        }
    }

    /// <inheritdoc/>
    public override async Task FillUpToAsync(int count, CancellationToken cancellationToken)
    {
        // A thousand at a time: the services write as well.
        for (long missing; (missing = count - await CountAsync(cancellationToken)) > 0;)
            await AddAsync(Math.Min(missing, 1000), cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<long> UnansweredAsync() =>
        _approvals.CountDocumentsAsync(new BsonDocument("outboxDue", new BsonDocument("$gt", 0L)));

    private Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        _approvals.CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken);

    private async Task AddAsync(long count, CancellationToken cancellationToken)
    {
        var newest = await _approvals.Find(new BsonDocument()).Sort(new BsonDocument("_id", -1))
            .FirstAsync(cancellationToken);
        newest.Remove("idempotencyKey");
        newest["status"] = "approved";
        newest["outbox"] = new BsonArray();
        foreach (var name in (string[])["outboxDue", "pendingApproverId", "pendingEpoch", "pendingSince"])
            newest[name] = BsonNull.Value;
        var before = await _counters.FindOneAndUpdateAsync<BsonDocument>(
            new BsonDocument("_id", "approvals"), new BsonDocument("$inc", new BsonDocument("last", count)),
            cancellationToken: cancellationToken);
        var first = before["last"].ToInt64() + 1;
        await _approvals.InsertManyAsync(Enumerable.Range(0, (int)count).Select(number =>
        {
            var (id, requester, approver) = (first + number, 9_000_000 + (number % 5000), 9_100_000 + (number % 700));
            return new BsonDocument(newest)
            {
                ["_id"] = id, ["requesterId"] = requester, ["approverIds"] = new BsonArray { approver },
                ["deciderIds"] = new BsonArray { approver },
            };
        }), new() { IsOrdered = false }, cancellationToken);
    }
}
