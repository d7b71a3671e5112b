using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.TestSupport;

namespace Erp.Notification.Tests.Support;

/// <summary>What tests ask of a replica.</summary>
internal static class Calls
{
    /// <summary>Sends as a service; the id that the notification got. Refused, it may be tried again until it is
    /// not.</summary>
    public static async Task<long> SendAsync(
        this RunningReplica replica, long employee, string message, string? messageId = null, long? approvalId = null)
    {
        using var client = replica.ClientFor(Tokens.Service());
        var response = await client.PostAsJsonAsync(
            $"/notifications/send/{employee}", new { messageId, type = "ANNOUNCEMENT", message, approvalId });
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
            throw new HttpRequestException(
                $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}", null, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<long>();
    }

    /// <summary>The employee's recent notifications.</summary>
    public static async Task<JsonArray> RecentAsync(this RunningReplica replica, long employee, string query = "") =>
        (await replica.PageAsync(employee, query))["items"]!.AsArray();

    public static async Task<JsonNode> PageAsync(this RunningReplica replica, long employee, string query = "")
    {
        using var client = replica.ClientFor(Tokens.User(employee));
        return (await client.GetFromJsonAsync<JsonNode>($"/notifications/recent/{employee}{query}"))!;
    }

    public static string Text(this JsonNode? notification) => notification!["message"]!.GetValue<string>();

    public static IEnumerable<string> Texts(this JsonArray notifications) => notifications.Select(n => n.Text());
}
