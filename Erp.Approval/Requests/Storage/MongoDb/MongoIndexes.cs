using System.Text.Json.Nodes;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>An index for every query of <see cref="MongoApprovalStore"/>. Partial ones hold only the requests that are still under way.</summary>
internal static class MongoIndexes
{
    public static JsonObject Create(string collection) => new()
    {
        ["createIndexes"] = collection,
        ["indexes"] = new JsonArray(
            Index("by_key", """{"idempotencyKey":1}""", unique: true),
            Index("by_requester", """{"requesterId":1,"_id":-1}"""),
            Index("by_approver", """{"approverIds":1,"_id":-1}"""),
            Index("by_status", """{"status":1,"_id":-1}"""),
            Index("by_type", """{"type":1,"_id":-1}"""),
            Index("by_pending_approver", """{"pendingApproverId":1,"_id":1}""", """{"pendingApproverId":{"$gt":0}}"""),
            Index("pending", """{"_id":1,"pendingEpoch":1}""", """{"pendingApproverId":{"$gt":0}}"""),
            Index("deducting", """{"deducting":1,"_id":1}""", """{"deducting":true}"""),
            Index("due", """{"outboxDue":1,"leaseUntil":1}""", """{"outboxDue":{"$gt":0}}""")),
    };

    private static JsonObject Index(string name, string key, string? partial = null, bool unique = false)
    {
        var index = new JsonObject { ["name"] = name, ["key"] = JsonNode.Parse(key) };
        if (partial is not null) index["partialFilterExpression"] = JsonNode.Parse(partial);
        // Sparse: requests without the field do not meet in it.
        if (unique)
        {
            index["unique"] = true;
            index["sparse"] = true;
        }
        return index;
    }
}
