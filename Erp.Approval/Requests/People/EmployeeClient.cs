using System.Globalization;
using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;

namespace Erp.Approval.Requests.People;

/// <summary>What the employee service tells about a person.</summary>
internal sealed record Person(long Id, string Name, string Department, string Role, bool Active);

/// <summary>The employee service, as this one needs it. Whatever is wrong over there is "away for the moment" here,
/// never a 404.</summary>
internal sealed class EmployeeClient(HttpClient http)
{
    /// <summary>Those of these people, 50 at most, who exist.</summary>
    public async Task<IReadOnlyList<Person>> LookupAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"/employees/lookup?ids={string.Join(',', ids)}", cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<List<Person>>(response, cancellationToken)
            : throw Away($"look-up answered {(int)response.StatusCode}");
    }

    /// <summary>How many days of leave these dates take.</summary>
    public async Task<decimal> CountWorkingDaysAsync(LeavePeriod period, CancellationToken cancellationToken)
    {
        var part = period.Part is { } half ? $"&part={half.Name()}" : "";
        using var response = await http.GetAsync(
            $"/leaves/working-days?startDate={period.StartDate:yyyy-MM-dd}&endDate={period.EndDate:yyyy-MM-dd}{part}",
            cancellationToken);
        return response.IsSuccessStatusCode
            ? (await ReadAsync<WorkingDays>(response, cancellationToken)).Days
            : throw Away($"working days answered {(int)response.StatusCode}");
    }

    /// <summary>The holidays of a year.</summary>
    public async Task<IReadOnlyList<DateOnly>> ListHolidaysAsync(int year, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/holidays?year={year}"), cancellationToken);
        return response.IsSuccessStatusCode
            ? [.. (await ReadAsync<Holidays>(response, cancellationToken)).Items.Select(h => h.Date)]
            : throw Away($"holidays answered {(int)response.StatusCode}");
    }

    /// <summary>Deducts leave once for this approval, as a leave where its dates are known; null when it is done (now
    /// or earlier), the reason when it cannot be had.</summary>
    public async Task<string?> DeductLeaveAsync(ApprovalRequest approval, CancellationToken cancellationToken)
    {
        var (approvalId, days) = (approval.Id, approval.LeaveDays!.Value);
        object body = approval.Period is { } period
            ? new { days, approvalId, period.StartDate, period.EndDate, period.Part, Reason = approval.Title }
            : new { days, approvalId };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/employees/{approval.RequesterId}/deduct-leave")
        {
            Content = JsonContent.Create(body, options: ErpJson.Options),
        };
        using var response = await http.SendAsync(request.AsIdempotent(), cancellationToken);
        var answer = await ReadAsync<Answer>(response, cancellationToken);
        if (response.IsSuccessStatusCode && answer.ApprovalId == approvalId) return null;
        // Only the rules of leave decide. Any other refusal may come of a wrong address, a roll-out or a restored
        // database, and is no answer for good.
        return answer.Code is "balance_too_small" or "leave_overlaps" or "days_do_not_fit"
            ? $"{answer.Code}: {answer.Detail}"
            : throw Away(
                $"deduction for approval {approvalId} answered {(int)response.StatusCode} {answer.Code}: "
                    + $"{answer.Detail}");
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ErpJson.MessageOptions, cancellationToken)
                ?? throw Away("empty answer");
        }
        catch (JsonException e)
        {
            throw Away($"{(int)response.StatusCode} with an unreadable answer: {e.Message}", e);
        }
    }

    private static DependencyUnavailableException Away(string reason, Exception? inner = null) =>
        new($"employee-service: {reason}", inner);

    private sealed record WorkingDays(decimal Days);

    private sealed record Holidays(IReadOnlyList<Holiday> Items);

    private sealed record Holiday(DateOnly Date);

    /// <summary>To a deduction: the approval it was for, or the problem's code and detail.</summary>
    private sealed record Answer(long? ApprovalId = null, string? Code = null, string? Detail = null);
}
