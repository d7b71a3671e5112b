using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Holidays;

[Collection(EmployeeTests.Name)]
public sealed class HolidayTests(EmployeeFixture erp)
{
    private async Task<IEnumerable<(string, string)>> OfAsync(int year) =>
        (await erp.Hr.ItemsAsync($"/holidays?year={year}")).Select(
            h => ((string)h!["date"]!, (string)h["name"]!));

    [Fact]
    public async Task They_are_listed_by_year_and_date_until_they_are_taken_back()
    {
        await erp.Hr.PostAsync("/holidays", new { date = "2051-12-25", name = " 성탄절 " }).CreatedAsync();
        await erp.Hr.PostAsync("/holidays", new { date = "2051-01-01", name = "New Year" }).CreatedAsync();
        await erp.Hr.PostAsync("/holidays", new { date = "2052-01-01", name = "New Year" }).CreatedAsync();
        Assert.Equal([("2051-01-01", "New Year"), ("2051-12-25", "성탄절")], await OfAsync(2051));

        Assert.Equal(204, (int)(await erp.Hr.DeleteAsync("/holidays/2051-12-25")).StatusCode);
        await erp.Hr.DeleteAsync("/holidays/2051-12-25").RefusedAsync(404, "holiday_not_found");
        Assert.Equal(204, (int)(await erp.Hr.DeleteAsync("/holidays?year=2051")).StatusCode);
        Assert.Empty(await OfAsync(2051));
        Assert.Single(await OfAsync(2052));
    }

    [Fact]
    public async Task A_day_is_a_holiday_once_even_20_times_at_once()
    {
        var statuses = await Calls.AtOnceAsync(
            20, i => erp.Hr.PostAsync("/holidays", new { date = "2053-05-05", name = $"Name {i}" }));
        Assert.Equal(1, statuses.Count(s => s == 201));
        Assert.Equal(19, statuses.Count(s => s == 409));
        Assert.Single(await OfAsync(2053));
    }

    [Theory]
    [InlineData("1999-12-31", "x")]
    [InlineData("2101-01-01", "x")]
    [InlineData("2054-01-01", "")]
    [InlineData("2054-01-01", "two\nlines")]
    public Task What_is_no_holiday_is_400(string date, string name) =>
        erp.Hr.PostAsync("/holidays", new { date, name }).RefusedAsync(400, "validation_failed");

    [Theory]
    [InlineData("GET", "/holidays?year=1999", "validation_failed")]
    [InlineData("GET", "/holidays?year=2101", "validation_failed")]
    [InlineData("GET", "/holidays?year=x", "invalid_parameter")]
    [InlineData("DELETE", "/holidays", "missing_parameter")]
    [InlineData("DELETE", "/holidays?year=2101", "validation_failed")]
    [InlineData("DELETE", "/holidays/2026-13-01", "invalid_parameter")]
    public Task Bad_years_and_days_are_400(string method, string path, string code) =>
        erp.Hr.SendAsync(new(new(method), path)).RefusedAsync(400, code);
}
