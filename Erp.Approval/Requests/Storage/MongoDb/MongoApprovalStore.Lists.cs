using Erp.Api.Json;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using MongoDB.Bson;
using static Erp.Approval.Requests.Storage.MongoDb.MongoDocuments;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>What is listed.</summary>
public sealed partial class MongoApprovalStore
{
    private static readonly BsonDocument WithoutText =
        BsonDocument.Parse("{content: 0, history: 0, outbox: 0, titleTerms: 0}");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> ListAsync(
        ApprovalFilter filter, int take, long? before, CancellationToken cancellationToken)
    {
        var query = new BsonDocument();
        if (filter.RequesterId is { } requester) query["requesterId"] = requester;
        if (filter.ApproverId is { } approver) query["approverIds"] = approver;
        if (filter.DecidedBy is { } decider) query["deciderIds"] = decider;
        if (filter.ReaderId is { } reader) query["readers"] = reader;
        if (filter.Status is { } status) query["status"] = status.Name();
        if (filter.Type is { } type) query["type"] = type.Name();
        if (filter.Stuck) query["stuck"] = true;
        if (filter.Title is { Count: > 0 } terms) query["titleTerms"] = terms.Count == 1
            ? terms[0]
            : new BsonDocument("$all", new BsonArray(terms));
        if (await IdsAsync(filter, before, cancellationToken) is { ElementCount: > 0 } ids) query["_id"] = ids;
        return [.. (await ListAsync(query, take, -1, cancellationToken)).Select(To)];
    }

    /// <summary>Lists have the order of ids, which is that of time.</summary>
    private async Task<BsonDocument> IdsAsync(
        ApprovalFilter filter, long? before, CancellationToken cancellationToken)
    {
        var ids = new BsonDocument();
        if (filter.From is { } from)
            ids["$gte"] = await FirstAsync("$gte", from, 1) ?? long.MaxValue;
        if (filter.Before is { } end)
            before = Math.Min(before ?? long.MaxValue, (await FirstAsync("$lt", end, -1) ?? 0) + 1);
        if (before is { } id) ids["$lt"] = id;
        return ids;

        async Task<long?> FirstAsync(string than, DateTimeOffset time, int direction)
        {
            var found = await FindAsync(
                new("createdAt", new BsonDocument(than, new BsonDateTime(time.UtcDateTime))),
                new()
                {
                    Limit = 1, Sort = new BsonDocument { ["createdAt"] = direction, ["_id"] = direction },
                    Projection = new BsonDocument("_id", 1),
                },
                cancellationToken);
            return found.FirstOrDefault()?["_id"].ToInt64();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> ListUpdatedAsync(
        DateTimeOffset since, long after, int take, CancellationToken cancellationToken)
    {
        var time = new BsonDateTime(since.UtcDateTime);
        var query = new BsonDocument
        {
            ["updatedAt"] = new BsonDocument("$gte", time),
            ["$or"] = new BsonArray
            {
                new BsonDocument("updatedAt", new BsonDocument("$gt", time)),
                new BsonDocument("_id", new BsonDocument("$gt", after)),
            },
        };
        var byTime = new BsonDocument { ["updatedAt"] = 1, ["_id"] = 1 };
        var found = await FindAsync(
            query, new() { Limit = take, BatchSize = take, Sort = byTime }, cancellationToken);
        return [.. found.Select(To)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> ListPendingAsync(
        long approverId, int take, long? after, CancellationToken cancellationToken) =>
        [
            .. (await ListAsync(After(new("pendingApproverId", approverId), after), take, 1, cancellationToken))
            .Select(To),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListUnconfirmedAsync(
        string inboxEpoch, int take, long? after, CancellationToken cancellationToken) =>
        [.. (await ListAsync(After(new()
        {
            ["pendingApproverId"] = new BsonDocument("$gt", 0L),
            ["pendingEpoch"] = new BsonDocument("$ne", inboxEpoch),
        }, after), take, 1, cancellationToken)).Select(d => d["_id"].ToInt64())];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PendingStep>> ListPendingStepsAsync(
        int take, long? after, CancellationToken cancellationToken) =>
        [
            .. (await ListAsync(
                After(new("pendingApproverId", new BsonDocument("$gt", 0L)), after), take, 1, cancellationToken))
            .Select(d => new PendingStep(d["_id"].ToInt64(), d["pendingApproverId"].ToInt64())),
        ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListDeductingAsync(int take, CancellationToken cancellationToken) =>
        [.. (await ListAsync(new("deducting", true), take, 1, cancellationToken)).Select(d => d["_id"].ToInt64())];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListToRemindAsync(
        DateTimeOffset since, int day, int take, CancellationToken cancellationToken)
    {
        var query = new BsonDocument
        {
            ["pendingSince"] = new BsonDocument { ["$gt"] = 0L, ["$lte"] = since.ToUnixTimeMilliseconds() },
            ["remindedOn"] = new BsonDocument("$lt", day),
        };
        var found = await FindAsync(
            query,
            new()
            {
                Limit = take, BatchSize = take, Sort = new BsonDocument("pendingSince", 1),
                Projection = new BsonDocument("_id", 1),
            },
            cancellationToken);
        return [.. found.Select(d => d["_id"].ToInt64())];
    }

    /// <summary>Ordered by id, without content, history and messages.</summary>
    private Task<List<BsonDocument>> ListAsync(
        BsonDocument query, int take, int direction, CancellationToken cancellationToken) =>
        FindAsync(
            query,
            new()
            {
                Limit = take, BatchSize = take, Sort = new BsonDocument("_id", direction), Projection = WithoutText,
            },
            cancellationToken);

    private static BsonDocument After(BsonDocument query, long? after)
    {
        if (after is { } id) query["_id"] = new BsonDocument("$gt", id);
        return query;
    }
}
