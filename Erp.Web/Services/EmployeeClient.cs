using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.ServiceDefaults.Auth;

namespace Erp.Web.Services;

/// <summary>Somebody, as employee-service tells them; <see cref="Email"/> only of those whose one may know.</summary>
public sealed record Employee(
    long Id, string Name, string? Email, string Department, string Position, Role Role, bool Active, int Version);

/// <summary>What everybody may know of somebody.</summary>
public sealed record Summary(
    long Id, string Name, string Department, string Position, Role Role, bool Active);

/// <summary>Somebody of a department, with this year's leave and today's attendance.</summary>
public sealed record TeamMember(
    long Id, string Name, string Position, decimal Remaining, decimal Pending, DateTimeOffset? CheckInAt,
    DateTimeOffset? CheckOutAt);

/// <summary>Who decides for somebody, and when.</summary>
public sealed record Deputy(
    long EmployeeId, long DeputyId, string DeputyName, DateOnly From, DateOnly Until, bool Active);

/// <summary>All that can change of somebody.</summary>
public sealed record EmployeeData(string Name, string Email, string Department, string Position, Role Role);

/// <summary>employee-service: people.</summary>
public sealed partial class EmployeeClient(HttpClient http) : ServiceClient(http)
{
    public const string Name = "employee-service";

    public override string Service => Name;

    /// <summary>Most ids of one <see cref="LookupAsync"/>.</summary>
    public const int MostLookups = 50;

    public Task<Employee> MeAsync() => GetAsync<Employee>("/employees/me");

    public Task<Employee> EmployeeAsync(long id, string? token = null) =>
        GetAsync<Employee>($"/employees/{id}", token);

    /// <summary>Those who work here; <paramref name="name"/> is how any word of theirs begins.</summary>
    public Task<Page<Employee>> FindAsync(
        string? name, string? department = null, Role? role = null, string? after = null, int limit = 20,
        string? token = null) =>
        GetAsync<Page<Employee>>(
            Query("/employees", ("name", name), ("department", department), ("role", role?.Name()),
                ("after", after), ("limit", limit)),
            token);

    /// <summary>Of a department; without one of the caller's own.</summary>
    public Task<Page<TeamMember>> TeamAsync(string? department, string? after = null, int limit = 50) =>
        GetAsync<Page<TeamMember>>(
            Query("/employees/team/today", ("department", department), ("after", after), ("limit", limit)));

    /// <summary>In which somebody works.</summary>
    public Task<IReadOnlyList<string>> DepartmentsAsync() => GetAsync<IReadOnlyList<string>>("/employees/departments");

    /// <summary>Those of these people who exist, also when they have left.</summary>
    public Task<IReadOnlyList<Summary>> LookupAsync(IEnumerable<long> ids) =>
        GetAsync<IReadOnlyList<Summary>>(Query("/employees/lookup", ("ids", string.Join(',', ids))));

    public Task<Employee> HireAsync(EmployeeData data, string key, string? token = null) =>
        SendAsync<Employee>(HttpMethod.Post, "/employees", data, key, token);

    /// <summary>412 when somebody else changed the employee since <paramref name="version"/>.</summary>
    public Task<Employee> ChangeAsync(long id, EmployeeData data, int version) =>
        ReplaceAsync<Employee>($"/employees/{id}", data, version);

    public Task DeactivateAsync(long id) => SendAsync(HttpMethod.Delete, $"/employees/{id}");

    /// <summary>Null when nobody is named.</summary>
    public Task<Deputy?> DeputyAsync(long id) => FindAsync<Deputy>($"/employees/{id}/deputy");

    public Task NameDeputyAsync(long id, long deputyId, DateOnly from, DateOnly until) =>
        SendAsync(HttpMethod.Put, $"/employees/{id}/deputy", new { deputyId, from, until });

    public Task WithdrawDeputyAsync(long id) => SendAsync(HttpMethod.Delete, $"/employees/{id}/deputy");
}
