using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>From a request to its document, with the fields that only searching needs, and back.</summary>
internal static class MongoDocuments
{
    public static JsonObject From(ApprovalRequest request)
    {
        var document = JsonSerializer.SerializeToNode(request, ExtendedJson.Options)!.AsObject();
        document.Remove("id");
        document["approverIds"] = new JsonArray([.. request.Steps.Select(s => Long(s.ApproverId))]);
        document["pendingApproverId"] = request.Current is { } current ? Long(current.ApproverId) : null;
        document["pendingEpoch"] = request.Current?.InboxEpoch;
        document["outboxDue"] = request.OutboxDue is { } due ? Milliseconds(due) : null;
        return document;
    }

    public static ApprovalRequest To(JsonObject document)
    {
        document["id"] = document["_id"]!.DeepClone();
        return document.Deserialize<ApprovalRequest>(ExtendedJson.Options)!;
    }

    /// <summary>A 64-bit integer, whatever its size.</summary>
    public static JsonObject Long(long value) => new() { ["$numberLong"] = value.ToString(CultureInfo.InvariantCulture) };

    public static JsonObject Milliseconds(DateTimeOffset time) => Long(time.ToUnixTimeMilliseconds());
}
