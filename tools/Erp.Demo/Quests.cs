using System.Text.Json.Nodes;

namespace Erp.Demo;

/// <summary>A quest per department, with an employee in every state of it.</summary>
internal static class Quests
{
    public static async Task RunAsync(Api api, Company company)
    {
        foreach (var department in company.Departments)
        {
            var manager = company.ManagerOf(department.Key);
            var quest = await api.PostAsync(manager, Api.Employees, "/quests", new
            {
                title = $"Tidy up the {department.Key} wiki", description = "Every page has an owner and a date.",
                rewardDays = 0.5, department = department.Key,
            });
            await api.PostAsync(manager, Api.Employees, "/quests", new
            {
                title = "Show a newcomer around", description = "A whole day.", rewardDays = 1,
                department = department.Key,
            });
            foreach (var (employee, index) in company.StaffOf(department.Key).Take(5).Select((e, i) => (e, i)))
                await AdvanceAsync(api, manager, employee, quest["id"]!, index);
        }
        Console.WriteLine("Quests under way, in every state");
    }

    private static async Task AdvanceAsync(Api api, Employee manager, Employee employee, JsonNode quest, int steps)
    {
        await api.PostAsync(employee, Api.Employees, $"/quests/{quest}/accept", new { employeeId = employee.Id });
        if (steps > 0)
            await api.PostAsync(employee, Api.Employees, $"/quests/{quest}/complete", new { employeeId = employee.Id });
        if (steps == 2)
            await api.PutAsync(
                manager, Api.Employees, $"/quests/{quest}/reject",
                new { managerId = manager.Id, employeeId = employee.Id, reason = "Half of the pages" });
        if (steps > 2)
            await api.PutAsync(
                manager, Api.Employees, $"/quests/{quest}/approve",
                new { managerId = manager.Id, employeeId = employee.Id });
        if (steps > 3)
            await api.PostAsync(employee, Api.Employees, $"/quests/{quest}/claim", new { employeeId = employee.Id });
    }
}
