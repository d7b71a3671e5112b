using MongoDB.Bson;
using MongoDB.Driver;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>An index for every query of <see cref="MongoApprovalStore"/>. Partial ones hold only the requests that are
/// still under way.</summary>
internal static class MongoIndexes
{
    public static IReadOnlyList<CreateIndexModel<BsonDocument>> All { get; } =
    [
        // Sparse: requests without the field do not meet in it.
        new(
            BsonDocument.Parse("{idempotencyKey: 1}"),
            new CreateIndexOptions { Name = "by_key", Unique = true, Sparse = true }),
        Index("by_requester", "{requesterId: 1, _id: -1}"),
        Index("by_approver", "{approverIds: 1, _id: -1}"),
        Index("by_decider", "{deciderIds: 1, _id: -1}"),
        Index("by_reader", "{readers: 1, _id: -1}"),
        Index("by_status", "{status: 1, _id: -1}"),
        Index("by_type", "{type: 1, _id: -1}"),
        Index("by_title", "{titleTerms: 1, _id: -1}"),
        Index("by_creation", "{createdAt: 1, _id: 1}"),
        Index("by_update", "{updatedAt: 1, _id: 1}"),
        Index("by_pending_approver", "{pendingApproverId: 1, _id: 1}", "{pendingApproverId: {$gt: 0}}"),
        Index("pending", "{_id: 1, pendingEpoch: 1}", "{pendingApproverId: {$gt: 0}}"),
        Index("deducting", "{deducting: 1, _id: 1}", "{deducting: true}"),
        Index("to_remind", "{pendingSince: 1, remindedOn: 1}", "{pendingSince: {$gt: 0}}"),
        Index("stuck", "{stuck: 1, _id: -1}", "{stuck: true}"),
        Index("due", "{outboxDue: 1, leaseUntil: 1}", "{outboxDue: {$gt: 0}}"),
    ];

    private static CreateIndexModel<BsonDocument> Index(string name, string keys, string? partial = null) => new(
        BsonDocument.Parse(keys),
        new CreateIndexOptions<BsonDocument>
        {
            Name = name, PartialFilterExpression = partial is null ? null : BsonDocument.Parse(partial),
        });
}
