namespace Erp.Demo;

/// <summary>Leaves that wait, that were granted and that were refused.</summary>
internal static class Leaves
{
    public static async Task RequestAsync(Api api, Company company)
    {
        var monday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(21);
        while (monday.DayOfWeek != DayOfWeek.Monday) monday = monday.AddDays(1);
        foreach (var department in company.Departments)
        {
            var manager = company.ManagerOf(department.Key);
            foreach (var (employee, index) in company.StaffOf(department.Key).Take(3).Select((e, i) => (e, i)))
            {
                var leave = await api.PostAsync(employee, Api.Employees, "/leaves", new
                {
                    employeeId = employee.Id, startDate = monday.AddDays(7 * index),
                    endDate = monday.AddDays(7 * index + index), days = index + 1, reason = "Family",
                });
                if (index == 1) await api.PutAsync(manager, Api.Employees, $"/leaves/{leave["id"]}/approve", new { });
                if (index == 2)
                    await api.PutAsync(
                        manager, Api.Employees, $"/leaves/{leave["id"]}/reject", new { reason = "Year-end closing" });
            }
        }
        Console.WriteLine("Leaves requested: waiting, granted and refused");
    }
}
