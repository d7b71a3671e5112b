namespace Erp.Demo;

/// <summary>Leaves of this year that are over, and some that wait, were granted, were refused or are of half a
/// day.</summary>
internal static class Leaves
{
    public static async Task RequestAsync(Api api, Company company)
    {
        await TakeAsync(api, company);
        var monday = MondayAfter(DateOnly.FromDateTime(DateTime.UtcNow).AddDays(20));
        foreach (var department in company.Departments)
        {
            var manager = company.ManagerOf(department.Key);
            foreach (var (employee, index) in company.StaffOf(department.Key).Take(3).Select((e, i) => (e, i)))
            {
                var leave = await api.PostAsync(employee, Api.Employees, "/leaves", new
                {
                    employeeId = employee.Id, startDate = monday.AddDays(7 * index),
                    endDate = monday.AddDays(7 * index + index), reason = "Family",
                });
                if (index == 1) await api.PutAsync(manager, Api.Employees, $"/leaves/{leave["id"]}/approve", new { });
                if (index == 2)
                    await api.PutAsync(
                        manager, Api.Employees, $"/leaves/{leave["id"]}/reject", new { reason = "Year-end closing" });
            }
            await api.PostAsync(company.StaffOf(department.Key).ElementAt(3), Api.Employees, "/leaves", new
            {
                employeeId = company.StaffOf(department.Key).ElementAt(3).Id, startDate = monday, endDate = monday,
                part = "MORNING", reason = "Dentist",
            });
        }
        Console.WriteLine("Leaves requested: waiting, granted and refused");
    }

    // Two days in spring, summer or autumn, as far as this year has got; a different week for each.
    private static async Task TakeAsync(Api api, Company company)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var taken = 0;
        foreach (var (employee, index) in company.Everybody.Select((e, i) => (e, i)))
        {
            var monday = MondayAfter(new(today.Year, 2 + (index % 10), 1 + (index / 10 * 7)));
            if (employee.Role != "STAFF" || monday.AddDays(1) >= today) continue;
            var leave = await api.PostAsync(employee, Api.Employees, "/leaves", new
            {
                employeeId = employee.Id, startDate = monday, endDate = monday.AddDays(1), reason = "Holidays",
            });
            await api.PutAsync(
                company.ManagerOf(employee.Department), Api.Employees, $"/leaves/{leave["id"]}/approve", new { });
            taken++;
        }
        Console.WriteLine($"Leaves taken this year: {taken}");
    }

    private static DateOnly MondayAfter(DateOnly day) =>
        day.AddDays(1 + ((7 + DayOfWeek.Monday - day.AddDays(1).DayOfWeek) % 7));
}
