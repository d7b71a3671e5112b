using System.Globalization;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>Leaves, holidays and the calendar.</summary>
internal static partial class EmployeeAuthorization
{
    private static void AddLeaves(AuthorizationTable table, EmployeeFixture erp) => table
        .Row("POST /leaves", (p, _) => new("/leaves", OneDay(p)),
            anonymous: 401, self: 201, other: 403, departmentManager: 403, otherManager: 403, hr: 201, service: 403)
        .Row("GET /leaves", async (p, _) => new($"/leaves?department={await DepartmentAsync(erp, p)}"),
            anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("POST /leaves/{id}/cancel", async (p, _) => new($"/leaves/{await LeaveAsync(erp, p)}/cancel"),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("GET /leaves/working-days",
            (_, _) => new("/leaves/working-days?startDate=2026-06-01&endDate=2026-06-02"),
            anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 200)
        .Row("GET /leaves/{employeeId}", (p, _) => new($"/leaves/{p.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("GET /leaves/{employeeId}/{leaveId}", async (p, _) => new($"/leaves/{p.Self}/{await LeaveAsync(erp, p)}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("GET /leaves/balance/{employeeId}", (p, _) => new($"/leaves/balance/{p.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("PUT /leaves/{id}/approve", async (p, _) => new($"/leaves/{await LeaveAsync(erp, p)}/approve"),
            anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("PUT /leaves/{id}/reject", async (p, _) => new($"/leaves/{await LeaveAsync(erp, p)}/reject"),
            anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403);

    private static void AddHolidays(AuthorizationTable table, EmployeeFixture erp) => table
        .Row("GET /holidays", (_, _) => new("/holidays"),
            anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 200)
        .Row("POST /holidays", (_, _) => new("/holidays", NewHoliday()),
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 201, service: 403)
        .Row("DELETE /holidays", (_, _) => new("/holidays?year=2099"),
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 204, service: 403)
        .Row("DELETE /holidays/{date}", async (_, _) =>
            {
                var holiday = await erp.Hr.PostAsync("/holidays", NewHoliday()).CreatedAsync();
                return new($"/holidays/{holiday["date"]}");
            },
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 204, service: 403);

    private static void AddCalendar(AuthorizationTable table, EmployeeFixture erp) => table
        .Row("GET /calendar",
            async (p, _) =>
                new($"/calendar?department={await DepartmentAsync(erp, p)}&from=2026-06-01&to=2026-06-30"),
            anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("POST /calendar/token", (_, _) => new("/calendar/token"),
            anonymous: 401, self: 201, other: 201, departmentManager: 201, otherManager: 201, hr: 201, service: 403)
        .Row("DELETE /calendar/token", (_, _) => new("/calendar/token"),
            anonymous: 401, self: 204, other: 204, departmentManager: 204, otherManager: 204, hr: 204, service: 403)
        // Its own token is what counts, whoever sends it.
        .Row("GET /calendar.ics", async (p, _) =>
            {
                var made = await erp.As(p.Self).PostAsync("/calendar/token").CreatedAsync();
                return new($"/calendar.ics?token={made["token"]}");
            },
            anonymous: 200, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 200);

    private static object OneDay(Actors people) =>
        new { employeeId = people.Self, startDate = "2026-06-01", endDate = "2026-06-01", days = 1, reason = "Table" };

    private static object NewHoliday() => new
    {
        date = new DateOnly(2080, 1, 1).AddDays(Interlocked.Increment(ref _unique)).ToString("O"), name = "Table",
    };

    private static async Task<string> LeaveAsync(EmployeeFixture erp, Actors people) =>
        (
            (long)(
                await erp.As(people.Self)
                    .PostAsync("/leaves", OneDay(people))
                    .CreatedAsync())["id"]!).ToString(CultureInfo.InvariantCulture);
}
