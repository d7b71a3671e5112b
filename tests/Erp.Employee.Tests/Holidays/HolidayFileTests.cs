using System.Net.Http.Headers;
using System.Text;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Holidays;

/// <summary>Holidays out of files, in years of their own.</summary>
[Collection(EmployeeTests.Name)]
public sealed class HolidayFileTests(EmployeeFixture erp)
{
    private const string Ics = "text/calendar", Csv = "text/csv";

    private static string Events(params string[] events) => "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
        + string.Concat(events.Select((e, i) => $"BEGIN:VEVENT\r\nUID:{i}\r\n{e}\r\nEND:VEVENT\r\n"))
        + "END:VCALENDAR\r\n";

    private async Task<HttpResponseMessage> SendAsync(string type, byte[] body, int year)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await erp.Hr.PostAsync($"/holidays?year={year}", content);
    }

    private Task<HttpResponseMessage> SendAsync(string type, string body, int year) =>
        SendAsync(type, Encoding.UTF8.GetBytes(body), year);

    private async Task<IEnumerable<(string, string)>> OfAsync(int year) =>
        (await erp.Hr.ItemsAsync($"/holidays?year={year}")).Select(
            h => ((string)h!["date"]!, (string)h["name"]!));

    [Fact]
    public async Task An_iCalendar_file_adds_the_days_of_the_year_and_again_none()
    {
        var file = Events(
            "SUMMARY:신정\r\nDTSTART;VALUE=DATE:20100101\r\nRRULE:FREQ=YEARLY",
            "SUMMARY:Chuseok\r\nDTSTART;VALUE=DATE:20560923\r\nDTEND;VALUE=DATE:20560926",
            "SUMMARY:Election\r\nDTSTART;VALUE=DATE:20550603");
        var first = await SendAsync(Ics + "; charset=utf-8", file, 2056).OkAsync();
        Assert.Equal((4, 0), ((int)first["added"]!, (int)first["alreadyThere"]!));
        Assert.Equal(
            [
                ("2056-01-01", "신정"), ("2056-09-23", "Chuseok"), ("2056-09-24", "Chuseok"), ("2056-09-25", "Chuseok"),
            ],
            await OfAsync(2056));
        var again = await SendAsync(Ics, file, 2056).OkAsync();
        Assert.Equal((0, 4), ((int)again["added"]!, (int)again["alreadyThere"]!));
        Assert.Empty(await OfAsync(2055));
    }

    [Fact]
    public async Task A_CSV_file_adds_the_days_of_the_year()
    {
        var added = await SendAsync(
            Csv, "date,name\r\n2057-01-01,New Year\n2057-05-05, \"Children's day, and parents'\"\n2058-01-01,x\n", 2057)
            .OkAsync();
        Assert.Equal((2057, 2, 0), ((int)added["year"]!, (int)added["added"]!, (int)added["alreadyThere"]!));
        Assert.Equal(
            [("2057-01-01", "New Year"), ("2057-05-05", "Children's day, and parents'")], await OfAsync(2057));
    }

    public static TheoryData<string, string> Bad => new()
    {
        { Ics, "" }, { Ics, "BEGIN:VCALENDAR" }, { Ics, "{}" },
        { Ics, Events("SUMMARY:x\r\nDTSTART:20590101T000000Z") },
        { Ics, Events("DTSTART;VALUE=DATE:20590101") },
        { Ics, Events("SUMMARY:" + new string('x', 101) + "\r\nDTSTART;VALUE=DATE:20590101") },
        { Ics, Events("SUMMARY:x") },
        { Ics, Events("SUMMARY:x\r\nDTSTART;VALUE=DATE:20590101\r\nDTEND;VALUE=DATE:20591231") },
        { Ics, Events("SUMMARY:x\r\nDTSTART;VALUE=DATE:20590101\r\nRRULE:FREQ=SECONDLY") },
        { Ics, Events("SUMMARY:x\r\nDTSTART;VALUE=DATE:20100101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31") },
        { Csv, "2059-01-01" }, { Csv, "2059-01-01," }, { Csv, "01.01.2059,x" }, { Csv, "2059-02-30,x" },
        { Csv, "2059-01-01," + new string('x', 101) }, { Csv, "2059-01-01,\"two\nlines\"" },
        { Csv, "2059-01-01,x\u0000" }, { Csv, "2059-01-01,\"x" + new string('y', 200) },
        { Csv, string.Concat(Enumerable.Repeat("2059-01-01,x\n", 401)) },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task What_cannot_be_read_is_400_and_adds_nothing(string type, string body)
    {
        await SendAsync(type, body, 2059).RefusedAsync(400, "invalid_holidays");
        Assert.Empty(await OfAsync(2059));
    }

    [Fact]
    public async Task What_is_no_text_or_of_another_kind_or_too_large_is_refused()
    {
        await SendAsync(Csv, [0xC3, 0x28], 2059).RefusedAsync(400, "invalid_holidays");
        await SendAsync("text/plain", "2059-01-01,x", 2059).RefusedAsync(415, "unsupported_media_type");
        await SendAsync(Csv, new byte[(1 << 20) + 1], 2059).RefusedAsync(413, "body_too_large");
        await SendAsync(Csv, "2059-01-01,x", 2101).RefusedAsync(400, "validation_failed");
        await erp.As(900_003).PostAsync("/holidays", new StringContent("2059-01-01,x", null, Csv))
            .RefusedAsync(403, "forbidden");
        Assert.Empty(await OfAsync(2059));
    }
}
