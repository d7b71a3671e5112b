using System.Globalization;
using Bogus;

namespace Erp.Demo;

/// <summary>Forty people in four departments, half of them with Korean names, the same ones every time.</summary>
internal sealed record Company(IReadOnlyList<Employee> Everybody)
{
    private const int PerDepartment = 10;
    private const string MailDomain = "demo.example";
    private static readonly string[] Names = ["Engineering", "Finance", "People", "Sales"];

    public IReadOnlyList<IGrouping<string, Employee>> Departments => [.. Everybody.GroupBy(e => e.Department)];

    public Employee Hr => Everybody.First(e => e.Role == "HR");

    public Employee ManagerOf(string department) =>
        Everybody.First(e => e.Department == department && e.Role is "MANAGER" or "HR");

    public IEnumerable<Employee> StaffOf(string department) =>
        Everybody.Where(e => e.Department == department && e.Role == "STAFF");

    public static async Task<bool> ExistsAsync(Api api)
    {
        var first = await api.GetAsync(Employee.Founder, Api.Employees, "/employees?limit=200");
        return first["items"]!.AsArray().Any(e => e!["email"]!.GetValue<string>().EndsWith(
            MailDomain, StringComparison.Ordinal));
    }

    public static async Task<Company> HireAsync(Api api)
    {
        Randomizer.Seed = new Random(2026);
        var (faker, korean) = (new Faker("en"), new Faker("ko"));
        var everybody = new List<Employee>();
        foreach (var department in Names)
        {
            for (var i = 0; i < PerDepartment; i++)
            {
                var role = i > 0 ? "STAFF" : department == "People" ? "HR" : "MANAGER";
                var isKorean = i % 2 == 1;
                var name = isKorean
                    ? $"{korean.Name.LastName()}{korean.Name.FirstName()}"
                    : $"{faker.Name.FirstName()} {faker.Name.LastName()}";
                var mailbox = isKorean ? department.ToLowerInvariant() : Mailbox(name);
                var created = await api.PostAsync(
                    Employee.Founder,
                    Api.Employees,
                    "/employees",
                    new
                    {
                        name,
                        email = string.Create(
                            CultureInfo.InvariantCulture, $"{mailbox}.{everybody.Count + 1}@{MailDomain}"),
                        department,
                        position = i == 0 ? $"Head of {department}" : faker.Name.JobType(),
                        role,
                    });
                everybody.Add(new(created["id"]!.GetValue<long>(), name, department, role));
            }
            Console.WriteLine($"{department}: {PerDepartment} people hired");
        }
        return new(everybody);
    }

    private static string Mailbox(string name) =>
        name.Replace(' ', '.').Replace("'", "", StringComparison.Ordinal).ToLowerInvariant();
}
