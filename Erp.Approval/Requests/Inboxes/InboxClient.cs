using System.Net;
using Erp.Api.Json;
using Erp.Approval.Processing;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;

namespace Erp.Approval.Requests.Inboxes;

/// <summary>approval-processing, as the system of record needs it.</summary>
internal sealed class InboxClient(HttpClient http)
{
    /// <summary>Lets no decision in for <see cref="InboxHold.Duration"/>; null when one was taken before.</summary>
    /// <exception cref="DependencyUnavailableException">The inbox cannot say.</exception>
    public async Task<InboxHold?> HoldAsync(
        long approverId, long requestId, int turn, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/process/{approverId}/{requestId}/hold?turn={turn}");
        using var response = await http.SendAsync(request.AsIdempotent(), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict) return null;
        if (!response.IsSuccessStatusCode)
            throw new DependencyUnavailableException($"approval-processing answered {(int)response.StatusCode}.");
        return await response.Content.ReadFromJsonAsync<InboxHold>(ErpJson.MessageOptions, cancellationToken);
    }

    /// <summary>Where the inboxes differ from these steps.</summary>
    /// <exception cref="DependencyUnavailableException">The inboxes cannot say.</exception>
    public async Task<InboxDifference> CompareAsync(PendingSteps steps, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/process/compare")
        {
            Content = JsonContent.Create(steps, options: ErpJson.Options),
        };
        using var response = await http.SendAsync(request.AsIdempotent(), cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new DependencyUnavailableException($"approval-processing answered {(int)response.StatusCode}.");
        return (await response.Content.ReadFromJsonAsync<InboxDifference>(ErpJson.MessageOptions, cancellationToken))!;
    }
}
