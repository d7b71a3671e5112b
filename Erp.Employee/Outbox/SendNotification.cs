using System.Text.Json.Nodes;
using Erp.Contracts;

namespace Erp.Employee.Outbox;

/// <summary>Body of notification-service's <c>POST /notifications/send/{employeeId}</c>.</summary>
/// <param name="MessageId">The same on every delivery; the receiver stores it once.</param>
/// <param name="Timestamp">When it happened: the same, too, when it is told again.</param>
internal sealed record SendNotification(
    string MessageId, string Type, long? ApprovalId, string? Status, string Message, Sentence Sentence,
    DateTimeOffset Timestamp)
{
    /// <summary>A stored body without the field that it got last; null when it has nothing but what it always
    /// had.</summary>
    public static string? Plainer(string json) =>
        JsonNode.Parse(json) is JsonObject body && (body.Remove("timestamp") || body.Remove("sentence"))
            ? body.ToJsonString()
            : null;
}
