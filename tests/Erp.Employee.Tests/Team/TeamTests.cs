using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Team;

/// <summary>What a manager sees of the department.</summary>
[Collection(EmployeeTests.Name)]
public sealed class TeamTests(EmployeeFixture erp)
{
    [Fact]
    public async Task Shows_everybodys_leave_and_day_as_their_own_pages_do()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var (here, gone, absent) = (
            await erp.HireAsync(manager.Department), await erp.HireAsync(manager.Department),
            await erp.HireAsync(manager.Department));
        await erp.HireAsync();
        await here.Client.PostAsync("/leaves", new
        {
            employeeId = here.Id, startDate = "2026-12-31", endDate = "2027-01-04", reason = "New Year",
        }).CreatedAsync();
        await erp.Hr.PutAsync($"/employees/{here.Id}/leave-balance", new { adjustment = 1.5, reason = "x" }).OkAsync();
        foreach (var person in new[] { here, gone })
            await person.Client.PostAsync($"/attendance/check-in/{person.Id}").CreatedAsync();
        var day = await gone.Client.PostAsync($"/attendance/check-out/{gone.Id}").OkAsync();

        var team = await manager.Client.ItemsAsync("/employees/team/today");
        Assert.Equal([manager.Id, here.Id, gone.Id, absent.Id], team.Select(m => (long)m!["id"]!));
        foreach (var member in team)
        {
            var balance = await erp.Hr.GetAsync($"/employees/{member!["id"]}/leave-balance").OkAsync();
            Assert.Equal((decimal)balance["remaining"]!, (decimal)member["remaining"]!);
            Assert.Equal((decimal)balance["pending"]!, (decimal)member["pending"]!);
        }
        Assert.Equal((16.5m, 1m), ((decimal)team[1]!["remaining"]!, (decimal)team[1]!["pending"]!));
        Assert.NotNull(team[1]!["checkInAt"]);
        Assert.Null(team[1]!["checkOutAt"]);
        Assert.Equal((string)day["checkOutAt"]!, (string)team[2]!["checkOutAt"]!);
        Assert.Null(team[3]!["checkInAt"]);
    }

    [Fact]
    public async Task Comes_in_pages_without_those_who_left()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var (left, last) = (await erp.HireAsync(manager.Department), await erp.HireAsync(manager.Department));
        await erp.Hr.DeleteAsync($"/employees/{left.Id}");
        var first = await manager.Client.GetAsync("/employees/team/today?limit=1").OkAsync();
        var second = await manager.Client.GetAsync($"/employees/team/today?limit=1&after={first["next"]}").OkAsync();
        Assert.Equal(manager.Id, (long)first["items"]![0]!["id"]!);
        Assert.Equal(last.Id, (long)second["items"]![0]!["id"]!);
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task A_new_years_leave_is_there_though_nobody_has_looked_before()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var member = await erp.HireAsync(manager.Department);
        await erp.InAsync(2027, async () =>
        {
            var team = await manager.Client.ItemsAsync("/employees/team/today");
            Assert.All(team, m => Assert.Equal(20, (decimal)m!["remaining"]!));
            Assert.Equal(20, await erp.RemainingAsync(member.Id));
        });
    }

    [Fact]
    public async Task Somebody_of_no_department_has_to_name_one() =>
        await erp.Hr.GetAsync("/employees/team/today").RefusedAsync(400, "department_missing");
}
