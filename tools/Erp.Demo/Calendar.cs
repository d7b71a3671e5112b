namespace Erp.Demo;

/// <summary>What the company's calendar has: holidays of this year and the next, and who decides for whom.</summary>
internal static class Calendar
{
    private static readonly (int Month, int Day, string Name)[] Holidays =
    [
        (1, 1, "New Year's Day (신정)"), (3, 1, "Independence Movement Day (삼일절)"), (5, 5, "Children's Day (어린이날)"),
        (6, 6, "Memorial Day (현충일)"), (8, 15, "Liberation Day (광복절)"), (10, 3, "National Foundation Day (개천절)"),
        (10, 9, "Hangul Day (한글날)"), (12, 25, "Christmas Day (성탄절)"),
    ];

    public static async Task FillAsync(Api api, Company company)
    {
        var thisYear = DateTime.UtcNow.Year;
        foreach (var year in (int[])[thisYear, thisYear + 1])
        {
            var known = (await api.GetAsync(company.Hr, Api.Employees, $"/holidays?year={year}"))["items"]!.AsArray()
                .Select(h => h!["date"]!.GetValue<string>()).ToHashSet();
            foreach (var (month, day, name) in Holidays)
            {
                var date = new DateOnly(year, month, day);
                if (!known.Contains($"{date:yyyy-MM-dd}"))
                    await api.PostAsync(company.Hr, Api.Employees, "/holidays", new { date, name });
            }
        }
        Console.WriteLine($"Holidays of {thisYear} and {thisYear + 1}");
    }

    /// <summary>Every manager has somebody for a fortnight that is still to come.</summary>
    public static async Task NameDeputiesAsync(Api api, Company company)
    {
        var from = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(90);
        foreach (var department in company.Departments)
        {
            var manager = company.ManagerOf(department.Key);
            await api.PutAsync(manager, Api.Employees, $"/employees/{manager.Id}/deputy", new
            {
                deputyId = company.StaffOf(department.Key).First().Id, from, until = from.AddDays(13),
            });
        }
        Console.WriteLine("Deputies named");
    }
}
