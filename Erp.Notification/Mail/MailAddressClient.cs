using System.Net;
using Erp.Api.Json;
using Microsoft.Extensions.Caching.Memory;

namespace Erp.Notification.Mail;

/// <summary>Where to send somebody's mail, and what of.</summary>
internal sealed record MailAddress(string? Email, string Name, IReadOnlyList<string> Types);

/// <summary>Asks employee-service, which alone knows addresses.</summary>
internal sealed class MailAddressClient(HttpClient http, IMemoryCache cache)
{
    // A burst of notifications asks once, and a new address is used soon.
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(30);

    /// <summary>Null for nobody.</summary>
    public async Task<MailAddress?> FindAsync(long employeeId, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue<MailAddress?>(employeeId, out var known)) return known;
        using var response = await http.GetAsync($"/employees/{employeeId}/mail-address", cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound) response.EnsureSuccessStatusCode();
        var address = response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<MailAddress>(ErpJson.MessageOptions, cancellationToken)
            : null;
        return cache.Set(employeeId, address, Brief);
    }
}
