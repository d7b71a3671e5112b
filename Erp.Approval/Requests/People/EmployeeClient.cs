using System.Net;
using System.Text.Json;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;

namespace Erp.Approval.Requests.People;

/// <summary>What the employee service tells about a person.</summary>
internal sealed record Person(long Id, string Name, string Department, string Role, bool Active);

/// <summary>The employee service, as this one needs it. Whatever is wrong over there is "away for the moment" here, never a 404.</summary>
internal sealed class EmployeeClient(HttpClient http)
{
    /// <summary>At most this many ids in one look-up.</summary>
    public const int MaxLookup = 50;

    /// <summary>The people with these ids, unknown ones left out.</summary>
    public async Task<IReadOnlyList<Person>> LookupAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"/employees/lookup?ids={string.Join(',', ids)}", cancellationToken);
        if (!response.IsSuccessStatusCode) throw Away($"look-up answered {(int)response.StatusCode}");
        return await ReadAsync<List<Person>>(response, cancellationToken);
    }

    /// <summary>Deducts leave once for this approval; null when it is done (now or earlier), the reason when it is refused for good.</summary>
    public async Task<string?> DeductLeaveAsync(long employeeId, decimal days, long approvalId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/employees/{employeeId}/deduct-leave")
        {
            Content = JsonContent.Create(new { days, approvalId }, options: ErpJson.Options),
        };
        using var response = await http.SendAsync(request.AsIdempotent(), cancellationToken);
        if (response.IsSuccessStatusCode) return null;
        // The balance, or the person, will not be another one by trying again. The rest may be.
        return response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
            ? await ReasonAsync(response, cancellationToken)
            : throw Away($"deduction answered {(int)response.StatusCode}");
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadAsync<JsonElement>(response, cancellationToken);
        var code = problem.TryGetProperty("code", out var c) ? c.GetString() : null;
        var detail = problem.TryGetProperty("detail", out var d) ? d.GetString() : null;
        return $"{code ?? "refused"}: {detail ?? "the employee service refused the leave."}";
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ErpJson.MessageOptions, cancellationToken) ?? throw Away("empty answer");
        }
        catch (JsonException e)
        {
            throw Away($"unreadable answer: {e.Message}");
        }
    }

    private static ProblemException Away(string reason)
    {
        var problem = Problems.Unavailable("employee_service_unavailable", "The employee service does not answer; try again.", TimeSpan.FromSeconds(5));
        problem.Data["reason"] = reason;
        return problem;
    }
}
