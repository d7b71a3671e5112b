namespace Erp.Demo;

/// <summary>Past attendance: Sales stands one check-in before a reward, the others anywhere.</summary>
internal static class Attendance
{
    private const int DaysBeforeReward = 29;

    public static async Task RecordAsync(Api api, Company company)
    {
        foreach (var (employee, index) in company.Everybody.Select((e, i) => (e, i)))
        {
            var count = employee.Department == "Sales" ? DaysBeforeReward : 3 + index % 20;
            // Nobody records their own days.
            var recorder = employee == company.Hr ? Employee.Founder : company.Hr;
            await api.PostAsync(
                recorder, Api.Employees, "/attendance/import",
                new { employeeId = employee.Id, days = PastDays(count) });
        }
        Console.WriteLine("Attendance recorded; Sales is one check-in before a reward");
    }

    private static object[] PastDays(int count)
    {
        var morning = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero);
        return [
            .. Enumerable.Range(2, count)
            .Select(d => new { checkInAt = morning.AddDays(-d), checkOutAt = morning.AddDays(-d).AddHours(8) }),
        ];
    }
}
