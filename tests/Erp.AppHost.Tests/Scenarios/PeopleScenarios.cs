using System.Net;
using System.Net.Http.Json;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Acceptance scenarios of attendance, leave and quests.</summary>
public abstract class PeopleScenarios(ErpApplication app)
{
    [Fact]
    public async Task The_30th_check_in_adds_a_day_and_a_second_one_of_a_day_is_409()
    {
        var employee = await Person.HireAsync(app);
        var morning = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero);
        var days = Enumerable.Range(2, 29).Select(d => new { checkInAt = morning.AddDays(-d) });
        await Person.PostAsync(Person.Hr(app).Employees, "/attendance/import", new { employeeId = employee.Id, days });
        var before = await RemainingAsync(employee);

        await Person.PostAsync(employee.Employees, $"/attendance/check-in/{employee.Id}", new { });
        Assert.Equal(before + 1.0m, await RemainingAsync(employee));
        var again = await employee.Employees.PostAsJsonAsync($"/attendance/check-in/{employee.Id}", new { });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(before + 1.0m, await RemainingAsync(employee));
    }

    [Fact]
    public async Task A_leave_of_three_days_is_deducted_once_and_bars_overlapping_ones()
    {
        var (employee, manager) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var monday = await WorkingDaysAsync(employee, 4);
        var before = await RemainingAsync(employee, monday.Year);

        var leave =
            await Person.PostAsync(employee.Employees, "/leaves", Leave(employee, monday, monday.AddDays(2), 3));
        var overlapping = await employee.Employees.PostAsJsonAsync(
            "/leaves", Leave(employee, monday.AddDays(2), monday.AddDays(3), 2));
        Assert.Equal(HttpStatusCode.Conflict, overlapping.StatusCode);

        var approve = $"/leaves/{leave["id"]}/approve";
        Assert.Equal(HttpStatusCode.OK, (await manager.Employees.PutAsJsonAsync(approve, new { })).StatusCode);
        Assert.Equal(before - 3, await RemainingAsync(employee, monday.Year));
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Employees.PutAsJsonAsync(approve, new { })).StatusCode);
        Assert.Equal(before - 3, await RemainingAsync(employee, monday.Year));
    }

    [Fact]
    public async Task A_granted_leave_that_its_owner_takes_back_is_shown_while_it_stands_and_gives_its_days_back()
    {
        var department = $"Department {Guid.NewGuid():N}";
        var employee = await Person.HireAsync(app, department: department);
        var manager = await Person.HireAsync(app, "MANAGER", department);
        var day = await WorkingDaysAsync(employee, 1);
        var before = await RemainingAsync(employee, day.Year);
        async Task<int> AwayAsync(Person person) => (await Person.GetAsync(
            person.Employees, $"/calendar?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}"))["absences"]!.AsArray().Count;

        var leave = await Person.PostAsync(employee.Employees, "/leaves", Leave(employee, day, day, 1));
        await manager.IsToldAsync("LEAVE_REQUESTED");
        var pending = await Person.GetAsync(manager.Employees, "/leaves?status=PENDING");
        Assert.Equal($"{leave["id"]}", $"{Assert.Single(pending["items"]!.AsArray())!["id"]}");
        Assert.Equal(0, await AwayAsync(manager));

        Assert.Equal(
            HttpStatusCode.OK,
            (await manager.Employees.PutAsJsonAsync($"/leaves/{leave["id"]}/approve", new { })).StatusCode);
        await employee.IsToldAsync("LEAVE_STATUS_CHANGED");
        Assert.Equal((1, 1), (await AwayAsync(manager), await AwayAsync(employee)));
        Assert.Equal(before - 1, await RemainingAsync(employee, day.Year));

        await Person.PostAsync(employee.Employees, $"/leaves/{leave["id"]}/cancel", new { });
        await manager.IsToldAsync("LEAVE_CANCELLED");
        Assert.Equal((0, 0), (await AwayAsync(manager), await AwayAsync(employee)));
        Assert.Equal(before, await RemainingAsync(employee, day.Year));
    }

    [Fact]
    public async Task A_quest_goes_from_create_to_claim_and_pays_once_when_claimed_twice_at_once()
    {
        var (employee, manager) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var before = await RemainingAsync(employee);
        var quest = (
            await Person.PostAsync(
                manager.Employees,
                "/quests",
                new
                {
                    title = "Tidy the archive",
                    description = "All of it.",
                    rewardDays = 1.5,
                    department = "Sales",
                })
        )["id"];

        await Person.PostAsync(employee.Employees, $"/quests/{quest}/accept", new { employeeId = employee.Id });
        await Person.PostAsync(employee.Employees, $"/quests/{quest}/complete", new { employeeId = employee.Id });
        var approved = await manager.Employees.PutAsJsonAsync(
            $"/quests/{quest}/approve", new { managerId = manager.Id, employeeId = employee.Id });
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            employee.Employees.PostAsJsonAsync($"/quests/{quest}/claim", new { employeeId = employee.Id })));
        Assert.Single(claims, c => c.IsSuccessStatusCode);
        Assert.All(claims.Where(c => !c.IsSuccessStatusCode), c => Assert.Equal(HttpStatusCode.Conflict, c.StatusCode));
        Assert.Equal(before + 1.5m, await RemainingAsync(employee));
    }

    internal static async Task<decimal> RemainingAsync(Person employee, int? year = null) =>
        (await Person.GetAsync(
            employee.Employees, $"/employees/{employee.Id}/leave-balance{(year is null ? "" : $"?year={year}")}"))
        ["remaining"]!.GetValue<decimal>();

    // The first of so many working days in a row, of one leave year and two weeks from now.
    private static async Task<DateOnly> WorkingDaysAsync(Person employee, int count)
    {
        for (var first = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(14); ; first = first.AddDays(1))
        {
            var last = first.AddDays(count - 1);
            var working = await Person.GetAsync(
                employee.Employees, $"/leaves/working-days?startDate={first:yyyy-MM-dd}&endDate={last:yyyy-MM-dd}");
            if (first.Year == last.Year && (decimal)working["days"]! == count) return first;
        }
    }

    private static object Leave(Person employee, DateOnly from, DateOnly to, decimal days) =>
        new { employeeId = employee.Id, startDate = from, endDate = to, days, reason = "Family" };
}
