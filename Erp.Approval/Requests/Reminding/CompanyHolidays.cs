using System.Collections.Concurrent;
using Erp.Approval.Requests.People;
using Erp.ServiceDefaults.Errors;

namespace Erp.Approval.Requests.Reminding;

/// <summary>The company's holidays.</summary>
internal interface ICompanyHolidays
{
    /// <summary>Those of a year and of the year before.</summary>
    Task<IReadOnlySet<DateOnly>> AroundAsync(int year, CancellationToken cancellationToken);
}

/// <summary>As employee-service said last, asked again every hour. While it is away what it said before holds, or no
/// day is one: rather a reminder too early than none.</summary>
internal sealed class CompanyHolidays(
    IServiceScopeFactory scopes, Stamps stamps, TransientFaults faults, ILogger<CompanyHolidays> logger)
    : ICompanyHolidays
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<int, (DateTimeOffset At, IReadOnlyList<DateOnly> Days)> _known = new();

    public async Task<IReadOnlySet<DateOnly>> AroundAsync(int year, CancellationToken cancellationToken) =>
        (await OfAsync(year - 1, cancellationToken)).Concat(await OfAsync(year, cancellationToken)).ToHashSet();

    private async Task<IReadOnlyList<DateOnly>> OfAsync(int year, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(year, out var known) && stamps.Now - known.At < Fresh) return known.Days;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var employees = scope.ServiceProvider.GetRequiredService<EmployeeClient>();
            var days = await employees.ListHolidaysAsync(year, cancellationToken);
            _known[year] = (stamps.Now, days);
            return days;
        }
        catch (Exception e) when (faults.IsTransient(e))
        {
            logger.LogWarning("Reminders go by the holidays of {Year} that are known: {Reason}", year, e.Message);
            return known.Days ?? [];
        }
    }
}
