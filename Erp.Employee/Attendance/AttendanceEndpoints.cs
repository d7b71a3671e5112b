using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Attendance;

internal static class AttendanceEndpoints
{
    public static void MapAttendance(this IEndpointRouteBuilder routes)
    {
        var attendance = routes.MapGroup("/attendance").WithTags("Attendance").RequireAuthorization(Policies.Employee)
            .ProducesProblem(404);
        attendance.MapPost("check-in/{employeeId}", CheckInAsync)
            .WithName("CheckIn")
            .WithSummary(
                "Begins the caller's day, once per calendar day of the company; every 30th earns a day of leave.")
            .ProducesProblem(409);
        attendance.MapPost("check-out/{employeeId}", CheckOutAsync)
            .WithName("CheckOut").WithSummary("Ends the caller's day and records the hours worked.")
            .ProducesProblem(409);
        attendance.MapPost("import", ImportAsync).RequireAuthorization(Policies.Hr)
            .WithName("ImportAttendance")
            .WithSummary("Records past days that another employee could not record; a day that stands is left alone.")
            .ProducesProblem(409)
            .WithExample(new ImportAttendance(
                1, [new(new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero), new(2026, 1, 5, 8, 30, 0, TimeSpan.Zero))]));
        attendance.MapGet("history/{employeeId}", HistoryAsync)
            .WithName("ListAttendance")
            .WithSummary("Days, latest first; from one date to another where they are given.");
        attendance.MapGet("history/{employeeId}/{day}", GetAsync)
            .WithName("GetAttendance").WithSummary("One day.");
        attendance.MapGet("progress/{employeeId}", ProgressAsync)
            .WithName("GetAttendanceProgress").WithSummary("The way to the next reward.");
    }

    private static async Task<Created<CheckedIn>> CheckInAsync(long employeeId, Caller caller, AttendanceStore store)
    {
        caller.MustBe(employeeId);
        var result = await store.CheckInAsync(employeeId);
        return TypedResults.Created($"/attendance/history/{employeeId}/{result.WorkDate:yyyy-MM-dd}", result);
    }

    private static async Task<Ok<AttendanceDay>> CheckOutAsync(long employeeId, Caller caller, AttendanceStore store)
    {
        caller.MustBe(employeeId);
        return TypedResults.Ok(await store.CheckOutAsync(employeeId));
    }

    private static async Task<Ok<AttendanceImported>> ImportAsync(
        ImportAttendance body, Caller caller, AccessRules access, AttendanceStore store)
    {
        // Days earn leave.
        await access.MustDecideForAsync(caller, body.EmployeeId);
        return TypedResults.Ok(await store.ImportAsync(body, caller.EmployeeId));
    }

    private static async Task<Ok<Page<AttendanceDay>>> HistoryAsync(
        long employeeId, [Years(2000, 2100)] DateOnly? from, [Years(2000, 2100)] DateOnly? to, PageRequest page,
        Caller caller, AccessRules access, AttendanceStore store)
    {
        if (to < from) throw Problems.ValidationFailed([new(nameof(to), ["must not be before from."])]);
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await store.HistoryAsync(employeeId, from, to, page));
    }

    private static async Task<Ok<AttendanceDay>> GetAsync(
        long employeeId, DateOnly day, Caller caller, AccessRules access, AttendanceStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await store.GetAsync(employeeId, day));
    }

    private static async Task<Ok<AttendanceProgress>> ProgressAsync(
        long employeeId, Caller caller, AccessRules access, AttendanceStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await store.ProgressAsync(employeeId));
    }
}
