using System.Net;
using System.Text.Json.Nodes;
using Erp.Bench.Running;
using Erp.ServiceDefaults.Auth;

namespace Erp.Bench.Load;

/// <summary>The people of a run: so many that nobody reaches the limit of calls that one person may make.</summary>
internal sealed class Company : IDisposable
{
    private const int MostRequesters = 200, MostApprovers = 60;
    private readonly HttpClient _http = Employee.NewClient();
    private readonly RunningApplication _app;

    private Company(RunningApplication app) => (_app, Hr) = (app, new(1_000_000, Role.Hr, _http));

    /// <summary>Nobody's employee: as an administrator who hires the first.</summary>
    public Employee Hr { get; }

    public IReadOnlyList<Employee> Requesters { get; private set; } = [];

    public IReadOnlyList<Employee> Approvers { get; private set; } = [];

    public static async Task<Company> HireAsync(RunningApplication app)
    {
        var company = new Company(app);
        company.Requesters = await company.HireAsync("STAFF", MostRequesters);
        company.Approvers = await company.HireAsync("MANAGER", MostApprovers);
        return company;
    }

    /// <summary>The requester of a number.</summary>
    public Employee Requester(int number) => Requesters[number % Requesters.Count];

    /// <summary>The approver of a number.</summary>
    public Employee Approver(int number) => Approvers[number % Approvers.Count];

    /// <summary>Hands in a request of one step; returns its id, or null when it was refused.</summary>
    /// <param name="at">A replica; any when null.</param>
    public async Task<long?> RequestAsync(int number, Uri? at = null)
    {
        var (requester, approver) = (Requester(number), Approver(number));
        using var answer = await requester.PostAsync(at ?? _app.Requests, "/approvals", new
        {
            requesterId = requester.Id,
            title = $"Two monitors and a chair for room {number}",
            content = "Two monitors and a chair, as discussed; the offers are attached to the order.",
            type = "GENERAL",
            steps = new[] { new { step = 1, approverId = approver.Id } },
        });
        return answer.StatusCode == HttpStatusCode.Created
            ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["requestId"]!.GetValue<long>()
            : null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<Employee>> HireAsync(string role, int count)
    {
        var hired = new List<Employee>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await Hr.PostAsync(_app.Employees, "/employees", new
            {
                name = $"Person {i}", email = $"{role}.{i}@example.com".ToLowerInvariant(),
                department = $"Department {i % 10}", position = "Clerk", role,
            });
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.Created)
                throw new BenchException($"POST /employees: {(int)answer.StatusCode} {text}");
            hired.Add(new(
                JsonNode.Parse(text)!["id"]!.GetValue<long>(), role == "STAFF" ? Role.Staff : Role.Manager, _http));
        }
        return hired;
    }
}
