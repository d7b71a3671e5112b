using System.Globalization;
using Erp.Api.Json;
using Erp.Api.Paging;

namespace Erp.Web.Services;

/// <summary>Which part of each day a leave takes.</summary>
public enum DayPart { Full, Morning, Afternoon }

/// <summary>Where a leave stands.</summary>
public enum LeaveStatus { Pending, Approved, Rejected, Cancelled }

/// <summary>What an entry of the ledger is for.</summary>
public enum LedgerKind
{
    Entitlement, Adjustment, Attendance, Quest, Leave, Approval, LeaveCancelled, CarriedOut, CarriedIn,
}

/// <summary>Leave of a year, in days.</summary>
public sealed record LeaveBalance(
    long EmployeeId, int Year, decimal Entitlement, decimal Used, decimal Pending, decimal Remaining);

/// <summary>An entry of the ledger.</summary>
public sealed record LedgerLine(
    long Id, int Year, decimal Delta, LedgerKind Kind, decimal BalanceAfter, string? Reason, long? ActorId,
    DateTimeOffset CreatedAt);

/// <summary>A leave.</summary>
public sealed record Leave(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, DayPart Part, decimal Days, string Reason,
    LeaveStatus Status, long? ApprovalId, long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason,
    DateTimeOffset CreatedAt);

/// <summary>The working days of some dates.</summary>
public sealed record WorkingDays(decimal Days, IReadOnlyList<DaysOfYear> Years, IReadOnlyList<Holiday> Holidays);

/// <summary>Days in a calendar year.</summary>
public sealed record DaysOfYear(int Year, decimal Days);

/// <summary>A day on which nobody works.</summary>
public sealed record Holiday(DateOnly Date, string Name);

/// <summary>The holidays of a year.</summary>
public sealed record HolidaysOfYear(int Year, IReadOnlyList<Holiday> Items);

/// <summary>What an import of holidays did.</summary>
public sealed record HolidaysImported(int Year, int Added, int AlreadyThere);

/// <summary>Who of a department is away.</summary>
public sealed record DepartmentCalendar(
    string Department, DateOnly From, DateOnly To, IReadOnlyList<Absence> Absences, IReadOnlyList<Holiday> Holidays);

/// <summary>A granted leave, without its reason.</summary>
public sealed record Absence(
    long LeaveId, long EmployeeId, string Name, DateOnly StartDate, DateOnly EndDate, DayPart Part);

/// <summary>With what calendar programs read the department's calendar.</summary>
public sealed record CalendarToken(string Token, DateTimeOffset CreatedAt);

/// <summary>employee-service: leave.</summary>
public sealed partial class EmployeeClient
{
    public Task<LeaveBalance> BalanceAsync(long id, int? year = null) =>
        GetAsync<LeaveBalance>(Query($"/employees/{id}/leave-balance", ("year", year)));

    public Task<Page<LedgerLine>> LedgerAsync(long id, string? after = null, int limit = 20) =>
        GetAsync<Page<LedgerLine>>(Query($"/employees/{id}/leave-ledger", ("after", after), ("limit", limit)));

    public Task AdjustAsync(long id, decimal adjustment, string reason, string key) =>
        SendAsync(HttpMethod.Put, $"/employees/{id}/leave-balance", new { adjustment, reason }, key);

    public Task<WorkingDays> WorkingDaysAsync(DateOnly startDate, DateOnly endDate, DayPart? part = null) =>
        GetAsync<WorkingDays>(Query("/leaves/working-days",
            ("startDate", startDate), ("endDate", endDate), ("part", part?.Name())));

    public Task<Page<Leave>> LeavesAsync(long employeeId, string? after = null, int limit = 20) =>
        GetAsync<Page<Leave>>(Query($"/leaves/{employeeId}", ("after", after), ("limit", limit)));

    /// <summary>Of a department, or of all for HR.</summary>
    public Task<Page<Leave>> LeavesOfDepartmentAsync(
        string? department, LeaveStatus? status, DateOnly? from = null, DateOnly? to = null, string? after = null,
        int limit = 50) =>
        GetAsync<Page<Leave>>(Query("/leaves", ("department", department), ("status", status?.Name()),
            ("from", from), ("to", to), ("after", after), ("limit", limit)));

    public Task<Leave> AskForLeaveAsync(
        long employeeId, DateOnly startDate, DateOnly endDate, DayPart part, string reason, string key) =>
        SendAsync<Leave>(
            HttpMethod.Post, "/leaves",
            part == DayPart.Full
                ? new { employeeId, startDate, endDate, reason }
                : new { employeeId, startDate, endDate, reason, part } as object,
            key);

    public Task DecideLeaveAsync(long leaveId, bool approve, string? reason) =>
        SendAsync(HttpMethod.Put, $"/leaves/{leaveId}/{(approve ? "approve" : "reject")}", new { reason });

    public Task<Leave> LeaveAsync(long employeeId, long leaveId) => GetAsync<Leave>($"/leaves/{employeeId}/{leaveId}");

    public Task CancelLeaveAsync(long leaveId) => SendAsync(HttpMethod.Post, $"/leaves/{leaveId}/cancel");

    public Task<DepartmentCalendar> CalendarAsync(string? department, DateOnly from, DateOnly to) =>
        GetAsync<DepartmentCalendar>(Query("/calendar", ("department", department), ("from", from), ("to", to)));

    /// <summary>A new one; the one before is good for nothing any more.</summary>
    public Task<CalendarToken> MakeCalendarTokenAsync() =>
        SendAsync<CalendarToken>(HttpMethod.Post, "/calendar/token");

    public Task WithdrawCalendarTokenAsync() => SendAsync(HttpMethod.Delete, "/calendar/token");

    public Task<HolidaysOfYear> HolidaysAsync(int year) =>
        GetAsync<HolidaysOfYear>(Query("/holidays", ("year", year)));

    public Task AddHolidayAsync(DateOnly date, string name) =>
        SendAsync(HttpMethod.Post, "/holidays", new { date, name });

    public Task RemoveHolidayAsync(DateOnly date) => SendAsync(
        HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"/holidays/{date:yyyy-MM-dd}"));

    /// <summary>Adds the holidays of a year that are in a file.</summary>
    /// <param name="file">With its media type.</param>
    public Task<HolidaysImported> ImportHolidaysAsync(int year, HttpContent file) =>
        SendAsync<HolidaysImported>(HttpMethod.Post, Query("/holidays", ("year", year)), file);
}
