using System.Net.Http.Headers;
using System.Text;

namespace Erp.Employee.Outbox;

/// <summary>Calls notification-service with this service's own token.</summary>
internal sealed class NotificationClient(HttpClient http)
{
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
}
