using System.Globalization;
using Erp.Employee.Leaves;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using IcsCalendar = Ical.Net.Calendar;

namespace Erp.Employee.Calendar;

/// <summary>A calendar as the file that calendar programs read (RFC 5545): whole days, which are free or busy in no
/// time zone.</summary>
internal static class CalendarFile
{
    public const string MediaType = "text/calendar";

    public static string Write(DepartmentCalendar calendar, DateTimeOffset now)
    {
        var file = new IcsCalendar { ProductId = "-//ERP//Calendar//EN", Method = "PUBLISH" };
        foreach (var absence in calendar.Absences)
            file.Events.Add(Event(
                string.Create(CultureInfo.InvariantCulture, $"leave-{absence.LeaveId}"),
                absence.Name + absence.Part switch
                {
                    DayPart.Morning => " (morning)",
                    DayPart.Afternoon => " (afternoon)",
                    _ => "",
                },
                absence.StartDate, absence.EndDate, now));
        foreach (var holiday in calendar.Holidays)
            file.Events.Add(Event($"holiday-{holiday.Date:yyyy-MM-dd}", holiday.Name, holiday.Date, holiday.Date, now));
        return new CalendarSerializer().SerializeToString(file)!;
    }

    // The end of a whole day is the next one.
    private static CalendarEvent Event(string id, string name, DateOnly from, DateOnly to, DateTimeOffset now) => new()
    {
        Uid = id + "@erp",
        Summary = name,
        Start = new CalDateTime(from),
        End = new CalDateTime(to.AddDays(1)),
        DtStamp = new CalDateTime(now.UtcDateTime, "UTC"),
        Transparency = "TRANSPARENT",
    };
}
