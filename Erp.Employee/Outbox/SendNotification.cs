using System.Text.Json.Nodes;
using Erp.Contracts;

namespace Erp.Employee.Outbox;

/// <summary>Body of notification-service's <c>POST /notifications/send/{employeeId}</c>.</summary>
/// <param name="MessageId">The same on every delivery; the receiver stores it once.</param>
internal sealed record SendNotification(
    string MessageId, string Type, long? ApprovalId, string? Status, string Message, Sentence Sentence)
{
    /// <summary>A stored body with its text alone; null when it has nothing else.</summary>
    public static string? WithoutSentence(string json) =>
        JsonNode.Parse(json) is JsonObject body && body.Remove("sentence") ? body.ToJsonString() : null;
}
