using System.Text;
using Erp.Api.Errors;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Erp.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Calendar;

internal static class CalendarEndpoints
{
    private const int MostDays = 92, DaysBefore = 31, DaysAfter = 366;

    public static void MapCalendar(this IEndpointRouteBuilder routes)
    {
        var calendar = routes.MapGroup("/calendar").WithTags("Calendar").RequireAuthorization(Policies.Employee);
        calendar.MapGet("", GetAsync)
            .WithName("GetCalendar")
            .WithSummary($"Who of a department is away, at most {MostDays} days at once; without one, of the caller's "
                + "own. HR sees every department.");
        calendar.MapPost("token", MakeTokenAsync)
            .WithName("MakeCalendarToken")
            .WithSummary("A secret for calendar programs to read /calendar.ics with; replaces the one before.")
            .ProducesProblem(409);
        calendar.MapDelete("token", WithdrawTokenAsync)
            .WithName("WithdrawCalendarToken").WithSummary("The secret is worth nothing any more.");
        // Calendar programs have an address and nothing else: its token says who asks.
        routes.MapGet("/calendar.ics", FileAsync).WithTags("Calendar").AllowAnonymous()
            .RequireRateLimiting(LimitPolicies.ByAddress)
            .WithName("GetCalendarFile")
            .WithSummary("The calendar of the department of the token's owner, from a month ago to a year ahead.")
            .Produces<string>(200, CalendarFile.MediaType);
    }

    private static async Task<Ok<DepartmentCalendar>> GetAsync(
        [Line(100)] string? department, [Years(2000, 2100)] DateOnly from, [Years(2000, 2100)] DateOnly to,
        Caller caller, AccessRules access, CalendarStore store)
    {
        if (to < from) throw Problems.ValidationFailed([new(nameof(to), ["must not be before from."])]);
        if (to.DayNumber - from.DayNumber >= MostDays)
            throw Problems.ValidationFailed([new(nameof(to), [$"must be at most {MostDays} days from from."])]);
        var own = await access.DepartmentOfAsync(caller);
        var of = department?.Trim() ?? own ?? throw Problems.Invalid("department_missing", "Say which department.");
        Caller.Must(caller.IsHr || of == own, "Only HR sees the calendars of other departments.");
        return TypedResults.Ok(await store.GetAsync(of, from, to));
    }

    private static async Task<Created<CalendarToken>> MakeTokenAsync(Caller caller, CalendarTokens tokens) =>
        TypedResults.Created("/calendar.ics", await tokens.MakeAsync(caller.EmployeeId!.Value));

    private static async Task<NoContent> WithdrawTokenAsync(Caller caller, CalendarTokens tokens)
    {
        await tokens.WithdrawAsync(caller.EmployeeId!.Value);
        return TypedResults.NoContent();
    }

    private static async Task<ContentHttpResult> FileAsync(
        [Text(100, MayBeBlank = true)] string? token, CalendarTokens tokens, CalendarStore store,
        CompanyCalendar calendar)
    {
        var department = await tokens.DepartmentOfAsync(token ?? "")
            ?? throw new ProblemException(401, "calendar_token_invalid", "This address is not valid any more.");
        var shown = await store.GetAsync(
            department, calendar.Today.AddDays(-DaysBefore), calendar.Today.AddDays(DaysAfter));
        return TypedResults.Text(CalendarFile.Write(shown, calendar.Now), CalendarFile.MediaType, Encoding.UTF8);
    }
}
