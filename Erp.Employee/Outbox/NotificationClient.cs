using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Erp.Employee.Outbox;

/// <summary>Calls notification-service with this service's own token.</summary>
internal sealed class NotificationClient(HttpClient http)
{
    private static readonly Uri Refill = new("notifications/refill", UriKind.Relative);

    /// <summary>Hands a stored body over as it is. The receiver recognises its message id, so sending twice is
    /// harmless.</summary>
    public async Task<(int Status, string Body)> SendAsync(
        string employeeId, string json, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(
            new Uri($"notifications/send/{employeeId}", UriKind.Relative), content, cancellationToken);
        return (
            (int)response.StatusCode,
            response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The epoch of a store that began anew and lacks what this service has told; null when it lacks
    /// nothing, is not ready to be filled, or is one of before, which does not ask.</summary>
    public async Task<string?> StoreToFillAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(Refill, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        var state = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return (bool)state!["due"]! ? (string?)state["storeEpoch"] : null;
    }

    /// <summary>Tells again; false when it is another store by now.</summary>
    public async Task<bool> FillAsync(JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(
            body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(Refill, content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict) return false;
        response.EnsureSuccessStatusCode();
        return true;
    }
}
