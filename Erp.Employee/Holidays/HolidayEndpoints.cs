using System.ComponentModel.DataAnnotations;
using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Holidays;

internal static class HolidayEndpoints
{
    public static void MapHolidays(this IEndpointRouteBuilder routes)
    {
        var holidays = routes.MapGroup("/holidays").WithTags("Holidays").RequireAuthorization();
        holidays.MapGet("", ListAsync)
            .WithName("ListHolidays").WithSummary("The holidays of a year, by date; without one, of this year.");
        holidays.MapPost("", AddAsync).RequireAuthorization(Policies.Hr)
            .WithName("AddHoliday").WithSummary("Makes a day a holiday. Leaves that stand keep their days.")
            .WithDescription("Takes a file of a year's holidays as well (`?year=`, without one this year): "
                + "text/calendar with events of whole days, or text/csv with a date and a name in each line. Days that "
                + "are holidays already are left as they are. It answers 200 with `year`, `added` and `alreadyThere`.")
            .ProducesProblem(409)
            .WithExample(new Holiday(new(2026, 9, 24), "Chuseok"));
        // Chosen by the media type, and the other one without any; the document has one operation for an address.
        holidays.MapPost("", ImportAsync).RequireAuthorization(Policies.Hr).ExcludeFromDescription().WithOrder(1)
            .Accepts<string>(HolidayFile.Ics, HolidayFile.Csv);
        holidays.MapDelete("", DeleteYearAsync).RequireAuthorization(Policies.Hr)
            .WithName("DeleteHolidays").WithSummary("Takes back all holidays of a year.");
        holidays.MapDelete("{date}", DeleteAsync).RequireAuthorization(Policies.Hr)
            .WithName("DeleteHoliday").WithSummary("Makes a holiday an ordinary day again.");
    }

    private static async Task<Ok<HolidaysOfYear>> ListAsync(
        [Range(2000, 2100)] int? year, HolidayStore store, CompanyCalendar calendar)
    {
        var of = year ?? calendar.Today.Year;
        return TypedResults.Ok(new HolidaysOfYear(of, await store.ListAsync(new(of, 1, 1), new(of, 12, 31))));
    }

    private static async Task<Created<Holiday>> AddAsync(Holiday body, HolidayStore store)
    {
        var holiday = await store.AddAsync(body);
        return TypedResults.Created($"/holidays?year={holiday.Date.Year}", holiday);
    }

    private static async Task<Ok<HolidaysImported>> ImportAsync(
        [Range(2000, 2100)] int? year, HttpRequest request, HolidayStore store, CompanyCalendar calendar)
    {
        var of = year ?? calendar.Today.Year;
        var days = (await HolidayFile.ReadAsync(request, of)).DistinctBy(h => h.Date).ToList();
        var added = await store.AddAsync(days);
        return TypedResults.Ok(new HolidaysImported(of, added, days.Count - added));
    }

    private static async Task<NoContent> DeleteYearAsync([Range(2000, 2100)] int year, HolidayStore store)
    {
        await store.DeleteAsync(new(year, 1, 1), new(year, 12, 31));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(DateOnly date, HolidayStore store) =>
        await store.DeleteAsync(date, date) > 0
            ? TypedResults.NoContent()
            : throw Problems.NotFound("holiday_not_found", "This day is no holiday.");
}
