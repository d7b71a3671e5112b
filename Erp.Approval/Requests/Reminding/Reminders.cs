using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.People;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Reminding;

/// <summary>Reminds approvers of steps that wait for long, once each working day, and their managers once a week. One
/// replica at a time does it; the request remembers the day, so that nobody is told twice whoever did it.</summary>
internal sealed class Reminders(
    IApprovalStore store, ApprovalChanges changes, PeopleView people, CompanyCalendar calendar,
    ICompanyHolidays holidays, Stamps stamps, TransientFaults faults, IOptions<ApprovalOptions> options,
    ILogger<Reminders> logger)
    : RecurringWork("Nobody is reminded", options.Value.ReminderCheck, faults, logger)
{
    private const string Lease = "reminders";
    private const int Page = 100;
    private const int Week = 7;
    private readonly string _holder = Guid.NewGuid().ToString("N");

    /// <summary>Who half of the people are would not know the managers.</summary>
    protected override Task BeginAsync(CancellationToken stoppingToken) => people.Complete.WaitAsync(stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await SweepAsync(stoppingToken);
        return options.Value.ReminderCheck;
    }

    /// <summary>Reminds whoever is to be reminded by now; the number of requests of which somebody was.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var (now, today) = (stamps.Now, calendar.DayOf(stamps.Now));
        // Longer than the pause: who did it last does it again, and another replica when that one is gone.
        var until = now + (2 * options.Value.ReminderCheck);
        if (!await store.TakeLeaseAsync(Lease, _holder, now, until, cancellationToken)) return 0;
        var free = await holidays.AroundAsync(today.Year, cancellationToken);
        if (!WorkingTime.IsWorkingDay(today, free)) return 0;
        var since = calendar.WorkingTimeBefore(now, options.Value.RemindAfter, free);
        for (var count = 0; ;)
        {
            var ids = await store.ListToRemindAsync(since, today.DayNumber, Page, cancellationToken);
            foreach (var id in ids)
                await changes.ChangeAsync(id, r => r.Remind(today, WhoFor(r, today), stamps.Next()), cancellationToken);
            count += ids.Count;
            if (ids.Count < Page) return count;
        }
    }

    private IEnumerable<long> WhoFor(ApprovalRequest request, DateOnly today)
    {
        if (request.Current is not { } step) return [];
        var approver = people.Find(step.ApproverId);
        IEnumerable<long> who = approver is { Active: false } ? [] : [step.ApproverId];
        var since = calendar.DayOf(request.CurrentSince).DayNumber;
        var before = Math.Max(request.RemindedOn, since);
        // A week more is full than when they were told last.
        return (today.DayNumber - since) / Week > (before - since) / Week ? who.Concat(Superiors(approver)) : who;
    }

    private List<long> Superiors(Person? approver)
    {
        var managers = Active(p => p.Role == Role.Manager && p.Department == approver?.Department);
        return managers.Count > 0 ? managers : Active(p => p.Role == Role.Hr);

        List<long> Active(Func<Person, bool> who) =>
            [.. people.All.Where(p => p.Active && p.Id != approver?.Id && who(p)).Select(p => p.Id).Order()];
    }
}
