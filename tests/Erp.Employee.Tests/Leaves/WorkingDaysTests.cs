using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Leaves;

/// <summary>Weekends, holidays and halves of days. The holidays lie in years that no other test uses.</summary>
[Collection(EmployeeTests.Name)]
public sealed class WorkingDaysTests(EmployeeFixture erp)
{
    private static Task<HttpResponseMessage> Ask(
        Person person, string start, string end, decimal? days = null, string? part = null) =>
        person.Client.PostAsync(
            "/leaves",
            new { employeeId = person.Id, startDate = start, endDate = end, days, part, reason = "Holiday" });

    [Fact]
    public async Task They_are_counted_for_employees_and_services()
    {
        await erp.Hr.PostAsync("/holidays", new { date = "2041-12-31", name = "Year-end" }).CreatedAsync();
        var person = await erp.HireAsync();
        foreach (var client in new[] { person.Client, erp.Service })
        {
            var counted = await client.GetAsync(
                "/leaves/working-days?startDate=2041-12-27&endDate=2042-01-02&part=FULL").OkAsync();
            // 2041-12-27 is a Friday, 2042-01-02 a Thursday.
            Assert.Equal(4m, (decimal)counted["days"]!);
            Assert.Equal(
                [(2041, 2m), (2042, 2m)],
                counted["years"]!.AsArray().Select(y => ((int)y!["year"]!, (decimal)y["days"]!)));
            var holiday = Assert.Single(counted["holidays"]!.AsArray());
            Assert.Equal(("2041-12-31", "Year-end"), ((string)holiday!["date"]!, (string)holiday["name"]!));
        }
        var half = await erp.Service.GetAsync(
            "/leaves/working-days?startDate=2041-12-27&endDate=2041-12-27&part=MORNING").OkAsync();
        Assert.Equal(0.5m, (decimal)half["days"]!);
    }

    [Theory]
    [InlineData("startDate=2026-06-02&endDate=2026-06-01", "validation_failed")]
    [InlineData("startDate=2026-01-01&endDate=2027-01-02", "validation_failed")]
    [InlineData("startDate=1999-12-31&endDate=2000-01-01", "validation_failed")]
    [InlineData("startDate=2101-01-01&endDate=2101-01-01", "validation_failed")]
    [InlineData("startDate=2026-06-01&endDate=2026-06-02&part=MORNING", "validation_failed")]
    [InlineData("startDate=2026-06-01", "missing_parameter")]
    [InlineData("endDate=2026-06-01", "missing_parameter")]
    [InlineData("startDate=2026-06-31&endDate=2026-07-01", "invalid_parameter")]
    [InlineData("startDate=2026-06-01&endDate=2026-06-01&part=morning", "invalid_parameter")]
    [InlineData("startDate=2026-06-01&endDate=2026-06-01&part=1", "invalid_parameter")]
    public Task Bad_dates_are_400(string query, string code) =>
        erp.Service.GetAsync("/leaves/working-days?" + query).RefusedAsync(400, code);

    [Fact]
    public async Task Days_may_be_left_out_and_have_to_be_right()
    {
        var person = await erp.HireAsync();
        await Ask(person, "2026-06-05", "2026-06-08", 3).RefusedAsync(400, "validation_failed");
        await Ask(person, "2026-06-05", "2026-06-08", 1.5m).RefusedAsync(400, "validation_failed");
        var leave = await Ask(person, "2026-06-05", "2026-06-08").CreatedAsync();
        Assert.Equal((2m, "FULL"), ((decimal)leave["days"]!, (string)leave["part"]!));
    }

    [Fact]
    public async Task Dates_without_a_working_day_are_refused()
    {
        var person = await erp.HireAsync();
        await Ask(person, "2026-06-06", "2026-06-07").RefusedAsync(422, "no_working_days");
        await Ask(person, "2026-06-06", "2026-06-06", 0.5m, "MORNING").RefusedAsync(422, "no_working_days");
    }

    [Fact]
    public async Task The_halves_of_a_day_do_not_overlap_but_each_only_once()
    {
        var person = await erp.HireAsync();
        var morning = await Ask(person, "2026-06-01", "2026-06-01", null, "MORNING").CreatedAsync();
        Assert.Equal((0.5m, "MORNING"), ((decimal)morning["days"]!, (string)morning["part"]!));
        await Ask(person, "2026-06-01", "2026-06-01", 1, "AFTERNOON").RefusedAsync(400, "validation_failed");
        await Ask(person, "2026-06-01", "2026-06-01", null, "MORNING").RefusedAsync(409, "leave_overlaps");
        await Ask(person, "2026-06-01", "2026-06-01").RefusedAsync(409, "leave_overlaps");
        await Ask(person, "2026-05-29", "2026-06-02").RefusedAsync(409, "leave_overlaps");
        await Ask(person, "2026-06-01", "2026-06-01", 0.5m, "AFTERNOON").CreatedAsync();
        await Ask(person, "2026-06-01", "2026-06-01", null, "AFTERNOON").RefusedAsync(409, "leave_overlaps");
    }

    [Fact]
    public async Task The_same_half_40_times_at_once_is_stored_once()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(
            40, i => Ask(person, "2026-06-01", "2026-06-01", null, i % 2 == 0 ? "MORNING" : "AFTERNOON"));
        Assert.Equal(2, statuses.Count(s => s == 201));
        Assert.Equal(38, statuses.Count(s => s == 409));
        Assert.Equal(
            ["AFTERNOON", "MORNING"],
            (await person.Client.ItemsAsync($"/leaves/{person.Id}")).Select(l => (string)l!["part"]!).Order());
    }
}
