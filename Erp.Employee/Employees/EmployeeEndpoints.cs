using System.Globalization;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Employee.Employees;

internal static class EmployeeEndpoints
{
    private const int MostLookups = 50;

    public static void MapEmployees(this IEndpointRouteBuilder routes)
    {
        var employees = routes.MapGroup("/employees").WithTags("Employees").RequireAuthorization();
        employees.MapPost("", CreateAsync).RequireAuthorization(Policies.Hr)
            .WithName("CreateEmployee").WithSummary("Adds an employee, with this year's leave.")
            .ProducesProblem(409).ProducesProblem(422).WithDescription(RequestKey.Description)
            .WithExample(new CreateEmployee("Kim Minji", "minji.kim@example.com", "Sales", "Clerk", Role.Staff));
        employees.MapGet("", ListAsync).RequireAuthorization(Policies.Employee)
            .WithName("ListEmployees")
            .WithSummary("The active employees, by id; name is the beginning of any word of theirs, in any case.");
        employees.MapGet("me", MeAsync).RequireAuthorization(Policies.Employee)
            .WithName("GetMe").WithSummary("The caller.").ProducesProblem(404);
        employees.MapGet("team", TeamAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ListTeam")
            .WithSummary("The active employees of a department, by id; without one, of the caller's own.");
        employees.MapGet("departments", DepartmentsAsync).RequireAuthorization(Policies.Employee)
            .WithName("ListDepartments").WithSummary("The departments in which somebody works, by name.");
        employees.MapGet("lookup", LookupAsync)
            .WithName("LookupEmployees")
            .WithSummary("Up to 50 employees at once, also those who have left; unknown ones are left out.");
        employees.MapGet("{id}", GetAsync)
            .WithName("GetEmployee").WithSummary("One employee, also one who has left.").ProducesProblem(404);
        employees.MapPut("{id}", UpdateAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("UpdateEmployee")
            .WithSummary("Replaces an employee's data; If-Match refuses when somebody else was faster.")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412)
            .WithExample(new UpdateEmployee("Kim Minji", "minji.kim@example.com", "Sales", "Team lead", Role.Manager));
        employees.MapDelete("{id}", DeleteAsync).RequireAuthorization(Policies.Hr)
            .WithName("DeactivateEmployee")
            .WithSummary("The employee has left: acts no more, history stays.")
            .ProducesProblem(404);
    }

    private static async Task<Created<EmployeeResponse>> CreateAsync(
        CreateEmployee body, Caller caller, AccessRules access, EmployeeStore store, HttpResponse response,
        [FromHeader(Name = "Idempotency-Key"), Line(64)] string? key)
    {
        var created = await store.CreateAsync(body, RequestKey.Of(key, caller, body));
        var employee = Answer(response, created, await access.EmailsAsync(caller));
        return TypedResults.Created($"/employees/{employee.Id}", employee);
    }

    private static async Task<Ok<Page<EmployeeResponse>>> ListAsync(
        [Line(100)] string? department, [Line(100)] string? position, Named<Role>? role, [Line(100)] string? name,
        PageRequest page, Caller caller, AccessRules access, EmployeeStore store) =>
        TypedResults.Ok(await store.ListAsync(
            new(department?.Trim(), position?.Trim(), role?.Value, name), page, await access.EmailsAsync(caller)));

    private static Task<Ok<EmployeeResponse>> MeAsync(
        Caller caller, AccessRules access, EmployeeStore store, HttpResponse response) =>
        GetAsync(caller.EmployeeId ?? 0, caller, access, store, response);

    private static async Task<Ok<Page<EmployeeResponse>>> TeamAsync(
        [Line(100)] string? department, PageRequest page, Caller caller, AccessRules access, EmployeeStore store)
    {
        var team = await access.TeamAsync(caller, department);
        return TypedResults.Ok(
            await store.ListAsync(new(team, null, null, null), page, await access.EmailsAsync(caller)));
    }

    private static async Task<Ok<IReadOnlyList<string>>> DepartmentsAsync(EmployeeStore store) =>
        TypedResults.Ok(await store.DepartmentsAsync());

    private static async Task<Ok<IReadOnlyList<EmployeeSummary>>> LookupAsync(
        [Line(MostLookups * 20, MayBeBlank = true)] string ids, EmployeeStore store) =>
        TypedResults.Ok(await store.LookupAsync(ParseIds(ids)));

    private static async Task<Ok<EmployeeResponse>> GetAsync(
        long id, Caller caller, AccessRules access, EmployeeStore store, HttpResponse response) =>
        TypedResults.Ok(Answer(response, await store.GetAsync(id), await access.EmailsAsync(caller)));

    private static async Task<Ok<EmployeeResponse>> UpdateAsync(
        long id, UpdateEmployee body, Caller caller, AccessRules access, EmployeeStore store, HttpResponse response,
        [FromHeader(Name = "If-Match"), Line(20)] string? ifMatch)
    {
        if (!caller.IsHr) await access.MustDecideForAsync(caller, id);
        var employee = await store.UpdateAsync(id, body, Version(ifMatch), byManager: !caller.IsHr);
        return TypedResults.Ok(Answer(response, employee, await access.EmailsAsync(caller)));
    }

    private static async Task<NoContent> DeleteAsync(long id, EmployeeStore store)
    {
        await store.DeactivateAsync(id);
        return TypedResults.NoContent();
    }

    private static EmployeeResponse Answer(HttpResponse response, EmployeeRow employee, EmailAccess emails)
    {
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{employee.Version}\"");
        return employee.ToResponse(emails);
    }

    private static int? Version(string? ifMatch) => ifMatch switch
    {
        null or "*" => null,
        _ when ifMatch.Length > 2
            && int.TryParse(ifMatch.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && ifMatch[0] == '"' && ifMatch[^1] == '"' => version,
        _ => throw Problems.Invalid("invalid_if_match", "If-Match must be the ETag of an earlier answer."),
    };

    private static HashSet<long> ParseIds(string ids)
    {
        var parsed = new HashSet<long>();
        foreach (var part in ids.Split(',', MostLookups + 1))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                throw Problems.Invalid(
                    "invalid_ids", $"ids must be 1 to {MostLookups} whole numbers with commas between them.");
            parsed.Add(id);
        }
        if (parsed.Count > MostLookups) throw Problems.Invalid("invalid_ids", $"At most {MostLookups} ids at once.");
        return parsed;
    }
}
