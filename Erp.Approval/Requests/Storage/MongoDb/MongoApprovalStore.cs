using Erp.Api.Errors;
using Erp.Approval.Requests.Domain;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using MongoDB.Bson;
using MongoDB.Driver;
using static Erp.Approval.Requests.Storage.MongoDb.MongoConnection;
using static Erp.Approval.Requests.Storage.MongoDb.MongoDocuments;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>The store on MongoDB: one document per request, its messages inside, so that every change is one atomic
/// write.</summary>
public sealed partial class MongoApprovalStore : IApprovalStore, IDisposable
{
    private static readonly BsonDocument Counter = new("_id", "approvals");
    private readonly IMongoCollection<BsonDocument> _approvals;
    private readonly IMongoCollection<BsonDocument> _counters;

    /// <summary>Connects in the background.</summary>
    /// <param name="uri"><c>mongodb://user:password@host:27017/erp?…</c></param>
    public MongoApprovalStore(string uri) : this(Open(uri)) { }

    internal MongoApprovalStore(IMongoDatabase database)
    {
        Database = database;
        _approvals = Database.GetCollection<BsonDocument>("approvals");
        _counters = Database.GetCollection<BsonDocument>("counters");
    }

    internal IMongoDatabase Database { get; }

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await RunAsync(() => _approvals.Indexes.CreateManyAsync(MongoIndexes.All, cancellationToken));
        await TryInsertAsync(_counters, new(Counter) { ["last"] = 0L }, cancellationToken);
        await DeriveAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => Database.PingAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ApprovalRequest?> InsertAsync(
        Func<long, ApprovalRequest> make, Idempotency? idempotency, CancellationToken cancellationToken,
        Func<ApprovalRequest, DateTimeOffset?>? leasing = null)
    {
        var request = make(await NextIdAsync(cancellationToken));
        var document = From(request);
        document["leaseUntil"] = leasing?.Invoke(request)?.ToUnixTimeMilliseconds() ?? 0L;
        if (idempotency is not null)
        {
            document["idempotencyKey"] = Key(request.RequesterId, idempotency.Key);
            document["bodyHash"] = idempotency.BodyHash;
        }
        // Who gave up now would not know that it is stored, and its messages would wait for the end of their lease.
        if (await TryInsertAsync(_approvals, document, CancellationToken.None)) return request;
        // Ids come from the counter and are never used twice, so with a key it is the key.
        return idempotency is null
            ? throw new InvalidOperationException($"Request {request.Id} is stored already.")
            : null;
    }

    /// <inheritdoc/>
    public async Task<ApprovalRequest?> FindAsync(long id, CancellationToken cancellationToken) =>
        await FirstAsync(new("_id", id), cancellationToken) is { } document ? To(document) : null;

    /// <inheritdoc/>
    public async Task<Earlier?> FindByKeyAsync(long requesterId, string key, CancellationToken cancellationToken) =>
        await FirstAsync(new("idempotencyKey", Key(requesterId, key)), cancellationToken) is { } document
            ? new(To(document), document["bodyHash"].AsString)
            : null;

    /// <inheritdoc/>
    public async Task<ApprovalRequest?> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken, long? releaseLease = null,
        Func<ApprovalRequest, DateTimeOffset, DateTimeOffset?>? leasing = null)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await FirstAsync(new("_id", id), cancellationToken) is not { } document) return null;
            var request = To(document);
            if (!change(request)) return request;
            var held = DateTimeOffset.FromUnixTimeMilliseconds(document["leaseUntil"].ToInt64());
            var leasedUntil = leasing?.Invoke(request, held);
            if (await ReplaceAsync(request, releaseLease, leasedUntil, cancellationToken)) return request;
            await Task.Delay(Random.Shared.Next(1, 10 + (5 * attempt)), cancellationToken);
        }
        throw Problems.Unavailable(
            "request_busy", $"Request {id} is being changed by many at once; try again.", TimeSpan.FromSeconds(1));
    }

    /// <summary>Stores the change of a request that was read at <see cref="ApprovalRequest.Version"/>; false when
    /// somebody was faster.</summary>
    internal async Task<bool> ReplaceAsync(
        ApprovalRequest request, long? releaseLease, DateTimeOffset? leasedUntil, CancellationToken cancellationToken)
    {
        var read = request.Version++;
        if (leasedUntil is { } until)
            // Who gave up now would not know that it is stored, and its messages would wait for the end of their lease.
            return await UpdateAsync(request, read, null, until.ToUnixTimeMilliseconds(), CancellationToken.None);
        if (releaseLease is { } lease && await UpdateAsync(request, read, lease, 0, cancellationToken)) return true;
        return await UpdateAsync(request, read, null, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> TakeLeaseAsync(
        string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var lease = new BsonDocument { ["holder"] = holder, ["until"] = until.ToUnixTimeMilliseconds() };
        var free = new BsonDocument
        {
            ["_id"] = "lease-" + name,
            ["$or"] = new BsonArray([new BsonDocument("holder", holder), .. EndedBy("until", now, until)]),
        };
        var taken = await RunAsync(
            () => _counters.UpdateOneAsync(free, Set(lease), cancellationToken: cancellationToken));
        if (taken.MatchedCount == 1) return true;
        lease["_id"] = free["_id"];
        return await TryInsertAsync(_counters, lease, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> LeaseAsync(
        int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var leased = new List<ApprovalRequest>();
        while (leased.Count < most && await LeaseAsync(now, until, cancellationToken) is { } request)
            leased.Add(request);
        return leased;
    }

    private async Task<ApprovalRequest?> LeaseAsync(
        DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var query = DueBy(now).Add("$or", new BsonArray(EndedBy("leaseUntil", now, until)));
        var document = await RunAsync(() => _approvals.FindOneAndUpdateAsync(
            query, Set(new("leaseUntil", until.ToUnixTimeMilliseconds())),
            new FindOneAndUpdateOptions<BsonDocument> { Sort = new BsonDocument("outboxDue", 1) }, cancellationToken));
        return document is null ? null : To(document);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, long>> ListLeasesAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var these = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)));
        var fields = new BsonDocument("leaseUntil", 1);
        var found = await FindAsync(these, new() { Projection = fields }, cancellationToken);
        return found.Where(d => d["leaseUntil"].ToInt64() > 0)
            .ToDictionary(d => d["_id"].ToInt64(), d => d["leaseUntil"].ToInt64());
    }

    /// <inheritdoc/>
    public async Task<OutboxBacklog> MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = await RunAsync(
            () => _approvals.CountDocumentsAsync(DueBy(now), cancellationToken: cancellationToken));
        if (count == 0) return default;
        var first = await RunAsync(() => _approvals
            .Find(DueBy(now)).Sort(new BsonDocument("outboxDue", 1)).Project(new BsonDocument("outboxDue", 1))
            .FirstOrDefaultAsync(cancellationToken));
        return new(
            count,
            first is null
                ? null
                : OutboxEntry.Since(DateTimeOffset.FromUnixTimeMilliseconds(first["outboxDue"].ToInt64())));
    }

    /// <inheritdoc/>
    public void Dispose() => Database.Client.Dispose();

    private async Task<long> NextIdAsync(CancellationToken cancellationToken)
    {
        var increment = new BsonDocument("$inc", new BsonDocument("last", 1L));
        // Answers the value before, which is a copy in every server; the one after may be changed by somebody else
        // while it is sent.
        var before = await RunAsync(() => _counters.FindOneAndUpdateAsync<BsonDocument>(
            Counter, increment, cancellationToken: cancellationToken))
            ?? throw new DependencyUnavailableException("MongoDB: the store is not prepared yet.");
        return before["last"].ToInt64() + 1;
    }

    /// <summary>Gives what is searched for to the documents of before; what they say is not changed.</summary>
    private async Task DeriveAsync(CancellationToken cancellationToken)
    {
        const int Page = 100;
        List<BsonDocument> page;
        do
        {
            page = await FindAsync(
                // What came last: who lacks something lacks this.
                new("deciderIds", BsonNull.Value), new() { Limit = Page, Sort = new BsonDocument("_id", -1) },
                cancellationToken);
            // One that somebody is changing at this moment has it by that, or is here again.
            foreach (var document in page) await ReplaceAsync(To(document), null, null, cancellationToken);
        } while (page.Count == Page);
    }

    /// <summary>False when its id or its key is there already.</summary>
    private static async Task<bool> TryInsertAsync(
        IMongoCollection<BsonDocument> collection, BsonDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(async () =>
            {
                await collection.InsertOneAsync(document, cancellationToken: cancellationToken);
                return true;
            });
        }
        catch (MongoWriteException e) when (e.WriteError.Category == ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
    }

    /// <summary>Sets every field of the request, and the lease when a new value is given or nothing is left to
    /// send.</summary>
    private async Task<bool> UpdateAsync(
        ApprovalRequest request, long version, long? heldLease, long? newLease, CancellationToken cancellationToken)
    {
        var query = new BsonDocument { ["_id"] = request.Id, ["version"] = version };
        var fields = From(request);
        fields.Remove("_id");
        if (heldLease is not null) query["leaseUntil"] = heldLease;
        if (request.Outbox.Count == 0) newLease = 0;
        if (newLease is not null) fields["leaseUntil"] = newLease;
        return (await RunAsync(() => _approvals.UpdateOneAsync(
            query, Set(fields), cancellationToken: cancellationToken))).MatchedCount == 1;
    }

    private async Task<BsonDocument?> FirstAsync(BsonDocument query, CancellationToken cancellationToken) =>
        (await FindAsync(query, new() { Limit = 1 }, cancellationToken)).FirstOrDefault();

    private Task<List<BsonDocument>> FindAsync(
        BsonDocument query,
        FindOptions<BsonDocument> options,
        CancellationToken cancellationToken) =>
        RunAsync(async () =>
        {
            options.MaxTime = TimeSpan.FromSeconds(5);
            using var cursor = await _approvals.FindAsync(query, options, cancellationToken);
            return await cursor.ToListAsync(cancellationToken);
        });

    private static BsonDocument Set(BsonDocument fields) => new("$set", fields);

    // One of these is true of what no lease holds that is given out now until then.
    private static IEnumerable<BsonDocument> EndedBy(string field, DateTimeOffset now, DateTimeOffset until) =>
    [
        new(field, new BsonDocument("$lte", now.ToUnixTimeMilliseconds())),
        new(field, new BsonDocument("$gt", Leases.Latest(now, until - now).ToUnixTimeMilliseconds())),
    ];

    private static string Key(long requesterId, string key) => $"{requesterId}:{key}";

    // The lower bound is what tells MongoDB that the partial index has every match.
    private static BsonDocument DueBy(DateTimeOffset now) =>
        new("outboxDue", new BsonDocument { ["$gt"] = 0L, ["$lte"] = now.ToUnixTimeMilliseconds() });
}
