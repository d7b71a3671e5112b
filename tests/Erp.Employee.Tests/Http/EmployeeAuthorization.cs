using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>The authorization table of the employee service.</summary>
internal static partial class EmployeeAuthorization
{
    private static int _unique;

    public static AuthorizationTable Table(EmployeeFixture erp)
    {
        var table = new AuthorizationTable();
        AddEmployees(table, erp);
        AddAttendance(table, erp);
        AddLeaves(table, erp);
        AddHolidays(table, erp);
        AddCalendar(table, erp);
        AddQuests(table, erp);
        table.WithDeadLetters(of: "notifications", nobody: "999999");
        return table;
    }

    private static void AddEmployees(AuthorizationTable table, EmployeeFixture erp) =>
        table
            .Row("POST /employees", (_, _) => new("/employees", NewEmployee()),
                anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 201, service: 403)
            .Row("GET /employees", (_, _) => new("/employees"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 403)
            .Row("GET /employees/team",
                async (p, _) => new($"/employees/team?department={await DepartmentAsync(erp, p)}"),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /employees/team/today",
                async (p, _) => new($"/employees/team/today?department={await DepartmentAsync(erp, p)}"),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /employees/departments", (_, _) => new("/employees/departments"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 403)
            .Row("GET /employees/lookup", (p, _) => new($"/employees/lookup?ids={p.Self}"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 200)
            .Row("GET /employees/me", (_, _) => new("/employees/me"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 403)
            .Row("GET /employees/{id}", (p, _) => new($"/employees/{p.Self}"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 200, hr: 200, service: 200)
            .Row("PUT /employees/{id}",
                async (p, _) => new($"/employees/{p.Self}", Unchanged(await EmployeeAsync(erp, p))),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("DELETE /employees/{id}", (p, _) => new($"/employees/{p.Self}"),
                anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 204, service: 403)
            .Row("GET /employees/{id}/leave-balance", (p, _) => new($"/employees/{p.Self}/leave-balance"),
                anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 200)
            .Row("PUT /employees/{id}/leave-balance",
                (p, _) => new($"/employees/{p.Self}/leave-balance", new { adjustment = 1, reason = "Table" }),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /employees/{id}/leave-ledger", (p, _) => new($"/employees/{p.Self}/leave-ledger"),
                anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row(
                "POST /employees/{id}/deduct-leave",
                (p, _) => new($"/employees/{p.Self}/deduct-leave", new { days = 1, approvalId = 7_000_000 + p.Self }),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 200)
            .Row("GET /employees/{id}/mail-preferences", (p, _) => new($"/employees/{p.Self}/mail-preferences"),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 200, service: 403)
            .Row("PUT /employees/{id}/mail-preferences",
                (p, _) => new($"/employees/{p.Self}/mail-preferences", new { types = new[] { "ANNOUNCEMENT" } }),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 200, service: 403)
            .Row("GET /employees/{id}/mail-address", (p, _) => new($"/employees/{p.Self}/mail-address"),
                anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 200)
            .Row("GET /employees/{id}/approver-lines", (p, _) => new($"/employees/{p.Self}/approver-lines"),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
            .Row("PUT /employees/{id}/approver-lines/{name}",
                (p, _) => new(
                    $"/employees/{p.Self}/approver-lines/Travel", new { approverIds = new[] { p.DepartmentManager } }),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
            .Row("DELETE /employees/{id}/approver-lines/{name}",
                (p, _) => new($"/employees/{p.Self}/approver-lines/Travel"),
                anonymous: 401, self: 204, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
            .Row("GET /employees/{id}/deputy", (p, _) => DeputyAsync(erp, p),
                anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("PUT /employees/{id}/deputy", (p, _) => new($"/employees/{p.Self}/deputy", Deputy(p)),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 200, service: 403)
            .Row("DELETE /employees/{id}/deputy", (p, _) => DeputyAsync(erp, p),
                anonymous: 401, self: 204, other: 403, departmentManager: 403, otherManager: 403, hr: 204,
                service: 403);

    private static void AddAttendance(AuthorizationTable table, EmployeeFixture erp) => table
        .Row("POST /attendance/check-in/{employeeId}", (p, _) => new($"/attendance/check-in/{p.Self}"),
            anonymous: 401, self: 201, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("POST /attendance/check-out/{employeeId}", async (p, _) =>
            {
                await erp.As(p.Self).PostAsync($"/attendance/check-in/{p.Self}").CreatedAsync();
                return new($"/attendance/check-out/{p.Self}");
            },
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("POST /attendance/import", (p, _) => new("/attendance/import", Yesterday(erp, p)),
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 200, service: 403)
        .Row("GET /attendance/history/{employeeId}", (p, _) => new($"/attendance/history/{p.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("GET /attendance/history/{employeeId}/{day}", async (p, _) =>
            {
                var day = await erp.As(p.Self).PostAsync($"/attendance/check-in/{p.Self}").CreatedAsync();
                return new($"/attendance/history/{p.Self}/{day["workDate"]}");
            },
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
        .Row("GET /attendance/progress/{employeeId}", (p, _) => new($"/attendance/progress/{p.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403);

    private static void AddQuests(AuthorizationTable table, EmployeeFixture erp) =>
        table
            .Row("POST /quests", async (p, _) => new("/quests", NewQuest(await DepartmentAsync(erp, p))),
                anonymous: 401, self: 403, other: 403, departmentManager: 201, otherManager: 403, hr: 201, service: 403)
            .Row("GET /quests", async (p, _) => new($"/quests?department={await DepartmentAsync(erp, p)}"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /quests/available", (p, _) => new($"/quests/available?employeeId={p.Self}"),
                anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /quests/my-quests", (p, _) => new($"/quests/my-quests?employeeId={p.Self}"),
                anonymous: 401, self: 200, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /quests/my-created", (p, _) => new($"/quests/my-created?managerId={p.DepartmentManager}"),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("GET /quests/{id}", async (p, _) => new($"/quests/{await QuestAsync(erp, p)}"),
                anonymous: 401, self: 200, other: 200, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("DELETE /quests/{id}", async (p, _) => new($"/quests/{await QuestAsync(erp, p)}"),
                anonymous: 401, self: 403, other: 403, departmentManager: 204, otherManager: 403, hr: 204, service: 403)
            .Row("GET /quests/{id}/progress", async (p, _) => new($"/quests/{await QuestAsync(erp, p)}/progress"),
                anonymous: 401, self: 403, other: 403, departmentManager: 200, otherManager: 403, hr: 200, service: 403)
            .Row("POST /quests/{id}/accept",
                async (p, _) => new($"/quests/{await QuestAsync(erp, p)}/accept", new { employeeId = p.Self }),
                anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
            .Row(
                "POST /quests/{id}/complete",
                async (p, _) =>
                    new($"/quests/{await QuestAsync(erp, p, "accept")}/complete", new { employeeId = p.Self }),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "POST /quests/{id}/claim",
                async (p, _) =>
                    new(
                        $"/quests/{await QuestAsync(erp, p, "accept", "complete", "approve")}/claim",
                        new { employeeId = p.Self }),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "PUT /quests/{id}/approve",
                async (p, who) =>
                    new($"/quests/{await QuestAsync(erp, p, "accept", "complete")}/approve", Decision(p, who)),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 200,
                otherManager: 403,
                hr: 200,
                service: 403)
            .Row(
                "PUT /quests/{id}/reject",
                async (p, who) =>
                    new($"/quests/{await QuestAsync(erp, p, "accept", "complete")}/reject", Decision(p, who)),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 200,
                otherManager: 403,
                hr: 200,
                service: 403);

    private static object NewEmployee() => new
    {
        name = "Table", email = $"table{Interlocked.Increment(ref _unique)}@example.com", department = "Table",
        position = "Row", role = "STAFF",
    };

    private static object Unchanged(JsonObject employee) => new
    {
        name = (string)employee["name"]!, email = (string)employee["email"]!,
        department = (string)employee["department"]!,
        position = "Lead", role = (string)employee["role"]!,
    };

    private static object Deputy(Actors people) =>
        new { deputyId = people.OtherEmployee, from = "2090-01-01", until = "2090-01-31" };

    private static async Task<TableRequest> DeputyAsync(EmployeeFixture erp, Actors people)
    {
        var path = $"/employees/{people.Self}/deputy";
        await erp.Hr.PutAsync(path, Deputy(people)).OkAsync();
        return new(path);
    }

    private static object Yesterday(EmployeeFixture erp, Actors people) =>
        new { employeeId = people.Self, days = new[] { new { checkInAt = erp.Time.Now.AddDays(-1) } } };

    private static object NewQuest(string department) =>
        new { title = "Table", description = "Row", rewardDays = 1, department };

    private static object Decision(Actors people, As who) => new
    {
        managerId = who switch
        {
            As.Self => people.Self,
            As.OtherEmployee => people.OtherEmployee,
            As.OtherManager => people.OtherManager,
            As.Hr => people.Hr,
            _ => people.DepartmentManager,
        },
        employeeId = people.Self,
        reason = "Table",
    };

    private static Task<JsonObject> EmployeeAsync(EmployeeFixture erp, Actors people) =>
        erp.Hr.GetAsync($"/employees/{people.Self}").OkAsync();

    private static async Task<string> DepartmentAsync(EmployeeFixture erp, Actors people) =>
        (string)(await EmployeeAsync(erp, people))["department"]!;

    private static async Task<long> QuestAsync(EmployeeFixture erp, Actors people, params string[] moves)
    {
        var quest = (long)(
            await erp.Hr.PostAsync("/quests", NewQuest(await DepartmentAsync(erp, people))).CreatedAsync())["id"]!;
        foreach (var move in moves)
            await (move == "approve"
                ? erp.As(people.DepartmentManager, "MANAGER").PutAsync(
                    $"/quests/{quest}/approve", Decision(people, As.DepartmentManager))
                : erp.As(people.Self).PostAsync($"/quests/{quest}/{move}", new { employeeId = people.Self })).OkAsync();
        return quest;
    }
}
