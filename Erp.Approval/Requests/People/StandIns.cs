using Erp.Approval.Requests.Domain;
using Erp.People;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;

namespace Erp.Approval.Requests.People;

/// <summary>Who decides for whom on this day of the company's calendar, as the view of people has it.</summary>
internal sealed class StandIns(PeopleView people, CompanyCalendar calendar) : IStandIns
{
    public long? DeputyOf(long employeeId) => people.DeputyOf(employeeId, calendar.Today)?.Id;

    public bool HasLeft(long employeeId) => people.Find(employeeId) is { Active: false };

    public IReadOnlyList<long> Hr() =>
        [.. people.All.Where(p => p is { Active: true, Role: Role.Hr }).Select(p => p.Id).Order()];
}
