using System.Text.Json.Nodes;
using Erp.Approval.Requests.Domain;
using Erp.ServiceDefaults.Errors;
using static Erp.Approval.Requests.Storage.MongoDb.MongoDocuments;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>The store on MongoDB: one document per request, its messages inside, so that every change is one atomic write.</summary>
/// <remarks>Connects with the first operation.</remarks>
/// <param name="uri"><c>mongodb://user:password@host:27017/erp?…</c></param>
public sealed class MongoApprovalStore(string uri) : IApprovalStore, IDisposable
{
    private const string Approvals = "approvals";
    private const string Counters = "counters";
    private readonly MongoConnection _mongo = new(uri);

    internal MongoConnection Connection => _mongo;

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await _mongo.WriteAsync(MongoIndexes.Create(Approvals), cancellationToken);
        try
        {
            var counter = new JsonObject { ["_id"] = Approvals, ["last"] = Long(0) };
            await _mongo.WriteAsync(new() { ["insert"] = Counters, ["documents"] = new JsonArray(counter) }, cancellationToken);
        }
        // It is there already.
        catch (MongoCommandException e) when (e.Code == MongoCommandException.DuplicateKey) { }
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => _mongo.ReadAsync(new() { ["ping"] = 1 }, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> NextIdAsync(CancellationToken cancellationToken)
    {
        var answer = await _mongo.WriteAsync(new()
        {
            ["findAndModify"] = Counters,
            ["query"] = new JsonObject { ["_id"] = Approvals },
            ["update"] = new JsonObject { ["$inc"] = new JsonObject { ["last"] = Long(1) } },
        }, cancellationToken);
        // The value before, which is a copy in every server; the one after may be changed by somebody else while it is sent.
        return (long?)answer["value"]?["last"] + 1 ?? throw new DependencyUnavailableException("MongoDB: the store is not prepared yet.");
    }

    /// <inheritdoc/>
    public async Task<bool> InsertAsync(ApprovalRequest request, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var document = From(request);
        document["_id"] = Long(request.Id);
        document["leaseUntil"] = Long(0);
        if (idempotency is not null)
        {
            document["idempotencyKey"] = Key(request.RequesterId, idempotency.Key);
            document["bodyHash"] = idempotency.BodyHash;
        }
        try
        {
            await _mongo.WriteAsync(new() { ["insert"] = Approvals, ["documents"] = new JsonArray(document) }, cancellationToken);
            return true;
        }
        // Ids come from the counter and are never used twice, so with a key it is the key.
        catch (MongoCommandException e) when (e.Code == MongoCommandException.DuplicateKey && idempotency is not null)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<ApprovalRequest?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await FindAsync(new() { ["_id"] = Long(id) }, 1, null, cancellationToken)).Select(To).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<Earlier?> FindByKeyAsync(long requesterId, string key, CancellationToken cancellationToken) =>
        (await FindAsync(new() { ["idempotencyKey"] = Key(requesterId, key) }, 1, null, cancellationToken))
            .Select(d => new Earlier(To(d), (string)d["bodyHash"]!)).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(ApprovalRequest request, long? releaseLease, CancellationToken cancellationToken)
    {
        var read = request.Version++;
        if (releaseLease is { } lease && await UpdateAsync(request, read, lease, cancellationToken)) return true;
        return await UpdateAsync(request, read, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> ListAsync(ApprovalFilter filter, int take, long? before, CancellationToken cancellationToken)
    {
        var query = new JsonObject();
        if (filter.RequesterId is { } requester) query["requesterId"] = Long(requester);
        if (filter.ApproverId is { } approver) query["approverIds"] = Long(approver);
        if (filter.Status is { } status) query["status"] = status.Lower();
        if (filter.Type is { } type) query["type"] = type.Upper();
        if (before is { } id) query["_id"] = new JsonObject { ["$lt"] = Long(id) };
        return [.. (await FindAsync(query, take, -1, cancellationToken)).Select(To)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> ListPendingAsync(long approverId, int take, long? after, CancellationToken cancellationToken) =>
        [.. (await FindAsync(After(new() { ["pendingApproverId"] = Long(approverId) }, after), take, 1, cancellationToken)).Select(To)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListUnconfirmedAsync(string inboxEpoch, int take, long? after, CancellationToken cancellationToken) =>
        [.. (await FindAsync(After(new()
        {
            ["pendingApproverId"] = new JsonObject { ["$gt"] = Long(0) },
            ["pendingEpoch"] = new JsonObject { ["$ne"] = inboxEpoch },
        }, after), take, 1, cancellationToken)).Select(d => (long)d["_id"]!)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListDeductingAsync(int take, CancellationToken cancellationToken) =>
        [.. (await FindAsync(new() { ["deducting"] = true }, take, 1, cancellationToken)).Select(d => (long)d["_id"]!)];

    /// <inheritdoc/>
    public async Task<Leased?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var answer = await _mongo.WriteAsync(new()
        {
            ["findAndModify"] = Approvals,
            ["query"] = new JsonObject { ["outboxDue"] = DueBy(now), ["leaseUntil"] = new JsonObject { ["$lte"] = Milliseconds(now) } },
            ["sort"] = new JsonObject { ["outboxDue"] = 1 },
            ["update"] = new JsonObject { ["$set"] = new JsonObject { ["leaseUntil"] = Milliseconds(until) } },
        }, cancellationToken);
        return answer["value"] is JsonObject document ? new(To(document), until.ToUnixTimeMilliseconds()) : null;
    }

    /// <inheritdoc/>
    public async Task<long> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => (long)(await _mongo.ReadAsync(new()
    {
        ["count"] = Approvals,
        ["query"] = new JsonObject { ["outboxDue"] = DueBy(now) },
    }, cancellationToken))["n"]!;

    /// <inheritdoc/>
    public void Dispose() => _mongo.Dispose();

    /// <summary>Sets every field of the request and leaves the lease to its holder, unless that is who writes.</summary>
    private async Task<bool> UpdateAsync(ApprovalRequest request, long version, long? lease, CancellationToken cancellationToken)
    {
        var query = new JsonObject { ["_id"] = Long(request.Id), ["version"] = Long(version) };
        var set = From(request);
        if (lease is not null)
        {
            query["leaseUntil"] = Long(lease.Value);
            set["leaseUntil"] = Long(0);
        }
        var answer = await _mongo.WriteAsync(new()
        {
            ["update"] = Approvals,
            ["updates"] = new JsonArray(new JsonObject { ["q"] = query, ["u"] = new JsonObject { ["$set"] = set } }),
        }, cancellationToken);
        return (long)answer["n"]! == 1;
    }

    /// <param name="direction">Of <c>_id</c>, for a list, which goes without content, history and messages; null for one whole document.</param>
    private async Task<IEnumerable<JsonObject>> FindAsync(JsonObject query, int take, int? direction, CancellationToken cancellationToken)
    {
        var find = new JsonObject
        {
            ["find"] = Approvals,
            ["filter"] = query,
            ["limit"] = take,
            ["batchSize"] = take,
            ["singleBatch"] = true,
            ["maxTimeMS"] = 5_000,
        };
        if (direction is not null)
        {
            find["sort"] = new JsonObject { ["_id"] = direction };
            find["projection"] = new JsonObject { ["content"] = 0, ["history"] = 0, ["outbox"] = 0 };
        }
        var answer = await _mongo.ReadAsync(find, cancellationToken);
        return answer["cursor"]!["firstBatch"]!.AsArray().Select(d => d!.AsObject());
    }

    private static string Key(long requesterId, string key) => $"{requesterId}:{key}";

    // The lower bound is what tells MongoDB that the partial index has every match.
    private static JsonObject DueBy(DateTimeOffset now) => new() { ["$gt"] = Long(0), ["$lte"] = Milliseconds(now) };

    private static JsonObject After(JsonObject query, long? after)
    {
        if (after is { } id) query["_id"] = new JsonObject { ["$gt"] = Long(id) };
        return query;
    }
}
