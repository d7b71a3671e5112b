using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Attendance;

[Collection(EmployeeTests.Name)]
public sealed class AttendanceTests(EmployeeFixture erp)
{
    private static Task<HttpResponseMessage> CheckIn(Person person) =>
        person.Client.PostAsync($"/attendance/check-in/{person.Id}");

    private static Task<HttpResponseMessage> CheckOut(Person person) =>
        person.Client.PostAsync($"/attendance/check-out/{person.Id}");

    private Task<HttpResponseMessage> Import(Person person, params DateTimeOffset[] checkIns) =>
        erp.Hr.PostAsync(
            "/attendance/import",
            new
            {
                employeeId = person.Id,
                days = checkIns.Select(c => new { checkInAt = c, checkOutAt = c.AddHours(8) }),
            });

    private DateTimeOffset[] PastDays(int count) =>
        [.. Enumerable.Range(1, count).Select(d => erp.Time.Now.AddDays(-d))];

    [Fact]
    public async Task A_second_check_in_of_a_day_is_409()
    {
        var person = await erp.HireAsync();
        var first = await CheckIn(person).CreatedAsync();
        Assert.Equal((1, 0m), ((int)first["attendanceCount"]!, (decimal)first["rewardDays"]!));
        await CheckIn(person).RefusedAsync(409, "already_checked_in");
    }

    [Fact]
    public async Task A_day_is_one_of_the_companys_time_zone()
    {
        var person = await erp.HireAsync();
        var before = erp.Time.Now;
        try
        {
            erp.Time.Now = new(2026, 4, 1, 14, 59, 0, TimeSpan.Zero); // 23:59 in Seoul
            Assert.Equal("2026-04-01", (string)(await CheckIn(person).CreatedAsync())["workDate"]!);
            // 00:01 of the next day there, still the same day in UTC
            erp.Time.Now = new(2026, 4, 1, 15, 1, 0, TimeSpan.Zero);
            Assert.Equal("2026-04-02", (string)(await CheckIn(person).CreatedAsync())["workDate"]!);
        }
        finally
        {
            erp.Time.Now = before;
        }
    }

    [Fact]
    public async Task A_hundred_check_ins_at_once_are_one()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(100, _ => CheckIn(person));
        Assert.Equal(1, statuses.Count(s => s == 201));
        Assert.Equal(99, statuses.Count(s => s == 409));
        Assert.Equal(
            1, (int)(await person.Client.GetAsync($"/attendance/progress/{person.Id}").OkAsync())["attendanceCount"]!);
    }

    [Fact]
    public async Task The_30th_check_in_adds_one_day()
    {
        var person = await erp.HireAsync();
        await Import(person, PastDays(29)).OkAsync();
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        var thirtieth = await CheckIn(person).CreatedAsync();
        Assert.Equal((30, 1m), ((int)thirtieth["attendanceCount"]!, (decimal)thirtieth["rewardDays"]!));
        Assert.Equal(16m, await erp.RemainingAsync(person.Id));
        var progress = await person.Client.GetAsync($"/attendance/progress/{person.Id}").OkAsync();
        Assert.Equal(
            (0, 30, 0, 60),
            (
                (int)progress["attendanceCount"]!, (int)progress["targetCount"]!, (int)progress["progress"]!,
                (int)progress["nextRewardAt"]!));
        await CheckIn(person).RefusedAsync(409, "already_checked_in");
        Assert.Equal(16m, await erp.RemainingAsync(person.Id));
        await Eventually.TrueAsync(() => erp.Notifications.For(person.Id).Count == 1);
    }

    [Fact]
    public async Task Sixteen_check_ins_are_53_percent()
    {
        var person = await erp.HireAsync();
        await Import(person, PastDays(16)).OkAsync();
        var progress = await person.Client.GetAsync($"/attendance/progress/{person.Id}").OkAsync();
        Assert.Equal(
            (16, 53, 30),
            ((int)progress["attendanceCount"]!, (int)progress["progress"]!, (int)progress["nextRewardAt"]!));
    }

    [Fact]
    public async Task A_check_out_records_the_hours_worked_once()
    {
        var person = await erp.HireAsync();
        await CheckOut(person).RefusedAsync(409, "not_checked_in");
        await CheckIn(person).CreatedAsync();
        var before = erp.Time.Now;
        try
        {
            erp.Time.Now = before.AddMinutes(500);
            var day = await CheckOut(person).OkAsync();
            Assert.Equal(8.33m, (decimal)day["hoursWorked"]!);
            await CheckOut(person).RefusedAsync(409, "already_checked_out");
            var stored = await person.Client.GetAsync($"/attendance/history/{person.Id}/{day["workDate"]}").OkAsync();
            Assert.True(JsonNode.DeepEquals(day, stored), stored.ToJsonString());
        }
        finally
        {
            erp.Time.Now = before;
        }
    }

    [Fact]
    public async Task A_night_shift_is_checked_out_after_midnight_but_not_a_day_later()
    {
        var (night, forgot) = (await erp.HireAsync(), await erp.HireAsync());
        var before = erp.Time.Now;
        try
        {
            erp.Time.Now = new(2026, 4, 10, 13, 0, 0, TimeSpan.Zero); // 22:00 in Seoul
            await CheckIn(night).CreatedAsync();
            await CheckIn(forgot).CreatedAsync();
            erp.Time.Now = erp.Time.Now.AddHours(8);
            Assert.Equal(
                ("2026-04-10", 8m),
                (await CheckOut(night).OkAsync()) is var day
                    ? ((string)day["workDate"]!, (decimal)day["hoursWorked"]!)
                    : default);
            erp.Time.Now = erp.Time.Now.AddHours(17);
            await CheckOut(forgot).RefusedAsync(409, "not_checked_in");
        }
        finally
        {
            erp.Time.Now = before;
        }
    }

    [Fact]
    public async Task An_import_leaves_days_that_stand_and_refuses_the_future()
    {
        var person = await erp.HireAsync();
        var first = await Import(person, PastDays(3)).OkAsync();
        var second = await Import(person, PastDays(5)).OkAsync();
        Assert.Equal((3, 0), ((int)first["recorded"]!, (int)first["alreadyRecorded"]!));
        Assert.Equal(
            (2, 3, 5), ((int)second["recorded"]!, (int)second["alreadyRecorded"]!, (int)second["attendanceCount"]!));
        await Import(person, erp.Time.Now.AddMinutes(1)).RefusedAsync(400, "day_in_future");
        await Import(person).RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task A_year_is_imported_at_once_and_a_day_that_is_in_it_twice_counts_once()
    {
        var (person, days) = (await erp.HireAsync(), PastDays(365));
        var imported = await Import(person, [.. days, days[0].AddMinutes(1)]).OkAsync();
        Assert.Equal((365, 1, 365, 12m),
            (
                (int)imported["recorded"]!, (int)imported["alreadyRecorded"]!, (int)imported["attendanceCount"]!,
                (decimal)imported["rewardDays"]!));
        Assert.Equal(27m, await erp.RemainingAsync(person.Id));
        var first = await person.Client.GetAsync($"/attendance/history/{person.Id}?limit=1").OkAsync();
        Assert.Equal(days[0], (DateTimeOffset)first["items"]![0]!["checkInAt"]!);
    }

    [Fact]
    public async Task HR_records_no_days_of_their_own()
    {
        var hr = await erp.HireAsync(role: "HR");
        await hr.Client.PostAsync(
            "/attendance/import",
            new
            {
                employeeId = hr.Id,
                days = new[] { new { checkInAt = PastDays(1)[0] } },
            }).RefusedAsync(403, "forbidden");
    }

    [Fact]
    public async Task An_import_10_times_at_once_counts_every_day_once_and_rewards_once()
    {
        var (person, days) = (await erp.HireAsync(), PastDays(31));
        var statuses = await Calls.AtOnceAsync(10, _ => Import(person, days));
        Assert.All(statuses, s => Assert.Equal(200, s));
        Assert.Equal(16m, await erp.RemainingAsync(person.Id));
        Assert.Equal(31, (await person.Client.ItemsAsync($"/attendance/history/{person.Id}?limit=200")).Count);
    }

    [Fact]
    public async Task The_history_of_some_dates_has_only_these_days()
    {
        var person = await erp.HireAsync();
        await Import(person, PastDays(5)).OkAsync();
        var history = $"/attendance/history/{person.Id}";
        var all = (await person.Client.ItemsAsync(history)).Select(d => (string)d!["workDate"]!).ToList();
        async Task<List<string>> ListAsync(string query) =>
            [.. (await person.Client.ItemsAsync($"{history}?{query}")).Select(d => (string)d!["workDate"]!)];
        Assert.Equal(all[1..4], await ListAsync($"from={all[3]}&to={all[1]}"));
        Assert.Equal(all[..2], await ListAsync($"from={all[1]}"));
        Assert.Equal(all[3..], await ListAsync($"to={all[3]}"));
        var first = await person.Client.GetAsync($"{history}?to={all[1]}&limit=2").OkAsync();
        Assert.Equal(all[3..], await ListAsync($"to={all[1]}&after={first["next"]}"));
        await person.Client.GetAsync($"{history}?from={all[0]}&to={all[1]}").RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task The_history_is_paged_latest_first()
    {
        var person = await erp.HireAsync();
        await Import(person, PastDays(5)).OkAsync();
        var first = await person.Client.GetAsync($"/attendance/history/{person.Id}?limit=3").OkAsync();
        var second =
            await person.Client.GetAsync($"/attendance/history/{person.Id}?limit=3&after={first["next"]}").OkAsync();
        var dates =
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(d => (string)d!["workDate"]!).ToList();
        Assert.Null(second["next"]);
        Assert.Equal(5, dates.Distinct().Count());
        Assert.Equal(dates.OrderDescending(), dates);
        Assert.All(first["items"]!.AsArray(), d => Assert.Equal(8m, (decimal)d!["hoursWorked"]!));
    }
}
