using System.Net;
using System.Net.Http.Json;
using Dapper;
using Erp.Employee.Changes;
using Erp.Employee.Outbox;
using Erp.Employee.RequestKeys;
using Erp.Employee.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Erp.Employee.Tests.Data;

/// <summary>Takes the statements that requests really send from the server's log and asks the server how it runs them
/// on a filled database.</summary>
[Collection(EmployeeTests.Name)]
public sealed class ExplainTests(EmployeeFixture erp, ITestOutputHelper output)
{
    private const string Filler = """
        INSERT INTO employees (id, name, email, department, position, role, created_at)
          SELECT seq, CONCAT('Name ', seq), CONCAT(seq, '@example.com'),
              CONCAT('Department ', seq % 20), CONCAT('Position ',
              seq % 7), 'MANAGER', NOW() FROM seq_1_to_4000;
        UPDATE employees SET deputy_id = 9, deputy_from = '2020-01-01', deputy_until = '2090-01-01' WHERE id = 8;
        INSERT INTO employee_name_prefixes (employee_id, prefix)
          SELECT seq, LEFT(CONCAT('name ', seq), 7) FROM seq_1_to_4000 UNION SELECT seq, 'name' FROM seq_1_to_4000
          UNION SELECT seq, LEFT(seq, 2) FROM seq_1_to_4000;
        INSERT INTO leave_ledger (employee_id, year, delta, kind, source, balance_after, created_at)
          SELECT seq, 2026, 15, 'ENTITLEMENT', CONCAT(seq, '/2026'), 15, NOW() FROM seq_1_to_4000;
        INSERT INTO attendance (employee_id, work_date, check_in_at)
          SELECT 1 + seq % 200, DATE_ADD('2020-01-01', INTERVAL seq DIV 200 DAY), NOW() FROM seq_1_to_20000;
        INSERT INTO leaves (employee_id, start_date, end_date, days, reason, status, created_at)
          SELECT 1 + seq % 200, '2020-01-01', '2020-01-01', 1, 'x', IF(seq % 9 = 0, 'PENDING', 'APPROVED'), NOW()
              FROM seq_1_to_10000;
        INSERT INTO holidays (day, name)
          SELECT DATE_ADD('2000-01-01', INTERVAL seq * 20 DAY), 'x' FROM seq_1_to_1500;
        INSERT INTO quests (id, title, description, reward_days, department, created_by, created_at)
          SELECT seq, 'x', 'x', 1, CONCAT('Department ', seq % 20), 1 + seq % 200, NOW() FROM seq_1_to_4000;
        INSERT INTO quest_progress (quest_id, employee_id, status, accepted_at)
          SELECT 1 + seq DIV 10, 1 + seq % 200, 'IN_PROGRESS', NOW()
              FROM seq_1_to_30000 GROUP BY 1 + seq DIV 10, 1 + seq % 200;
        INSERT INTO request_keys (caller_id, request_key, body_hash, created_id, created_at)
          SELECT seq, 'x', REPEAT('x', 32), 1, DATE_ADD('2026-01-01', INTERVAL seq HOUR) FROM seq_1_to_4000;
        INSERT INTO approver_lines (employee_id, name, approver_ids)
          SELECT 1 + seq % 200, CONCAT('Line ', seq DIV 200), '1,2,3' FROM seq_1_to_9000;
        INSERT INTO told_notifications (message_id, employee_id, payload, told_at)
          SELECT seq, 1 + seq % 200, '{}', DATE_ADD(NOW(), INTERVAL seq MINUTE) FROM seq_1_to_20000;
        INSERT INTO outgoing_messages (message_id, topic, message_key, type, payload, created_at, leased_until)
          SELECT seq, 'x', seq, 'x', '{}', NOW(), '2100-01-01' FROM seq_1_to_2000;
        ANALYZE TABLE employees, employee_name_prefixes, leave_ledger, attendance, leaves, holidays,
          quests, quest_progress, approver_lines, request_keys,
          told_notifications, outgoing_messages;
        """;

    // The service's own, by which the log tells its statements from others.
    private const string User = "explained";

    private static readonly string[] OfBusiness =
    [
        " employees", " employee_name_", " leave_ledger", " attendance", " leaves", " quest", " holidays",
        " calendar_tokens", " approver_lines", " request_keys", " told_notifications",
    ];
    private static readonly string[] OfOutbox = [" outgoing_messages", " relay_lock"];

    private sealed record Plan
    {
        public string? Table { get; init; }

        public string? Type { get; init; }

        public string? Key { get; init; }

        public string? Extra { get; init; }
    }

    [Fact]
    public async Task Every_statement_of_every_list_and_change_uses_an_index_and_sorts_nothing()
    {
        var connection = await erp.Server.CreateDatabaseAsync();
        await using var sql = new MySqlConnection(connection + ";Default Command Timeout=120");
        await sql.ExecuteAsync($"CREATE USER {User} IDENTIFIED BY '{User}'; GRANT ALL ON *.* TO {User}");
        var own = new MySqlConnectionStringBuilder(connection) { UserID = User, Password = User };
        // Of its own: on a shared one other tests tell what people of these ids are.
        await using var kafka = new EmbeddedKafkaCluster();
        await using var service =
            erp.Replica(own.ConnectionString, null, ("ConnectionStrings:kafka", kafka.BootstrapServers));
        await service.Services.GetRequiredService<Erp.Employee.Data.SchemaState>().WaitAsync(
            new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        // What it asks by itself, at any time, belongs to no request.
        await service.Services.GetServices<IHostedService>().OfType<TopicCompletion>().Single().StopAsync(default);
        await service.Services.GetServices<IHostedService>().OfType<TellingAgain>().Single().StopAsync(default);
        await sql.ExecuteAsync(Filler);

        HttpClient hr =
            service.ClientFor(Tokens.User(4001, "HR")), manager = service.ClientFor(Tokens.User(1, "MANAGER"));
        var gets = new (HttpClient Client, string Path)[]
        {
            (hr, "/employees?limit=200"), (hr, "/employees?department=Department 3"),
            (hr, "/employees?position=Position 3"),
            (hr, "/employees?department=Department 3&position=Position 3&after=AAAAAAAAB9A"),
            (hr, "/employees?name=name 3&limit=200"), (manager, "/employees?name=33&role=MANAGER"),
            (hr, "/employees?name=nAME&department=Department 3&position=Position 3&role=MANAGER&after=AAAAAAAAB9A"),
            (hr, "/employees?role=MANAGER"), (hr, "/employees?role=MANAGER&position=Position 3"),
            (hr, "/employees?role=MANAGER&department=Department 3"),
            (hr, "/employees/departments"), (manager, "/employees/team"), (manager, "/employees/me"),
            (manager, "/employees/team/today?limit=200"),
            (hr, "/employees/team/today?department=Department 3&limit=20&after=AAAAAAAAB9A"),
            (hr, "/employees/7"), (hr, "/employees/7/leave-balance"), (hr, "/leaves/balance/7"),
            (hr, "/employees/8/deputy"), (hr, "/employees/8/mail-preferences"),
            (service.ClientFor(Tokens.Service()), "/employees/8/mail-address"),
            (service.ClientFor(Tokens.Service()), "/employees/lookup?ids=1,2,3,4,5,6,7,8,9"),
            (hr, "/attendance/history/7?limit=200"),
            (hr, "/attendance/history/7?from=2020-01-01&to=2020-01-31"), (hr, "/attendance/history/7/2020-01-05"),
            (hr, "/attendance/progress/7"),
            (hr, "/employees/7/leave-balance?year=2026"), (hr, "/employees/7/leave-ledger"),
            (hr, "/leaves"), (hr, "/leaves?department=Department 3&status=PENDING&from=2020-01-01&to=2020-12-31"),
            (manager, "/leaves"), (hr, "/leaves?department=Department 3&from=2020-01-01&after=AAAAAAAAB9A"),
            (hr, "/leaves/7?limit=200"), (hr, "/quests?limit=200"), (hr, "/quests?department=Department 3"),
            (hr, "/quests/7"), (hr, "/holidays?year=2026"),
            (hr, "/calendar?department=Department 3&from=2020-01-01&to=2020-01-31"),
            (hr, "/leaves/working-days?startDate=2026-06-01&endDate=2026-06-30"),
            (manager, "/quests/available?employeeId=1&limit=200"),
            (manager, "/quests/my-quests?employeeId=1&limit=200"),
            (manager, "/quests/my-created?managerId=1&limit=200"), (hr, "/quests/7/progress"),
            (hr, "/quests/7/progress?status=IN_PROGRESS"),
        };
        foreach (var (client, path) in gets)
        {
            var statements = await LoggedAsync(sql, () => AnsweredAsync(path, () => client.GetAsync(path)), "SELECT");
            // Rights, the thing itself, its list: never one for each row.
            Assert.True(statements.Count is >= 1 and <= 4, $"{path}: {statements.Count} statements");
            await AssertIndexedAsync(sql, path, statements);
        }

        var self = service.ClientFor(Tokens.User(2));
        var writes = new (string Path, Func<Task<HttpResponseMessage>> Call)[]
        {
            // Nobody has looked at that year yet.
            ("next year's leave", () => hr.GetAsync("/employees/9/leave-balance?year=2027")),
            ("check-in", () => self.PostAsync("/attendance/check-in/2", null)),
            ("check-out", () => self.PostAsync("/attendance/check-out/2", null)),
            (
                "leave",
                () =>
                    self.PostAsJsonAsync(
                        "/leaves",
                        new
                        {
                            employeeId = 2, startDate = "2026-06-01", endDate = "2026-06-01", days = 1, reason = "x",
                        })),
            (
                "approve",
                async () =>
                    await hr.PutAsJsonAsync(
                        $"/leaves/{await sql.ExecuteScalarAsync<long>("SELECT MAX(id) FROM leaves")}/approve",
                        new { })),
            (
                "cancel",
                async () =>
                    await self.PostAsync(
                        $"/leaves/{await sql.ExecuteScalarAsync<long>("SELECT MAX(id) FROM leaves")}/cancel", null)),
            ("accept", () => self.PostAsJsonAsync("/quests/4002/accept", new { employeeId = 2 })),
            (
                "deduct",
                () =>
                    service.ClientFor(Tokens.Service()).PostAsJsonAsync(
                        "/employees/2/deduct-leave", new { days = 1, approvalId = 1 })),
            (
                "deduct with dates",
                () =>
                    service.ClientFor(Tokens.Service()).PostAsJsonAsync(
                        "/employees/2/deduct-leave",
                        new { days = 1, approvalId = 2, startDate = "2026-06-02", endDate = "2026-06-02" })),
            (
                "import",
                () =>
                    hr.PostAsJsonAsync(
                        "/attendance/import",
                        new
                        {
                            employeeId = 4,
                            days = Enumerable.Range(1, 60).Select(d => new { checkInAt = erp.Time.Now.AddDays(-d) }),
                        })),
            (
                "deputy",
                () => hr.PutAsJsonAsync(
                    "/employees/5/deputy", new { deputyId = 6, from = "2090-01-01", until = "2090-01-31" })),
            ("next deputy", () => hr.PutAsJsonAsync(
                "/employees/7/deputy", new { deputyId = 5, from = "2090-01-01", until = "2090-01-31" })),
            (
                "mail",
                () => hr.PutAsJsonAsync("/employees/10/mail-preferences", new { types = new[] { "ANNOUNCEMENT" } })),
            ("line", () => self.PutAsJsonAsync(
                "/employees/2/approver-lines/Travel", new { approverIds = new[] { 11, 12, 13 } })),
            ("lines", () => self.GetAsync("/employees/2/approver-lines")),
            ("no line", () => self.DeleteAsync("/employees/2/approver-lines/Travel")),
            ("no deputy", () => hr.DeleteAsync("/employees/5/deputy")),
            (
                "rename",
                () => hr.PutAsJsonAsync("/employees/9", new
                {
                    name = "Another Name", email = "9@example.com", department = "Department 9", position = "x",
                    role = "MANAGER",
                })),
            (
                "old keys",
                async () =>
                {
                    var work = service.Services.GetServices<IHostedService>().OfType<RequestKeyCleanup>().Single();
                    await work.SweepAsync(CancellationToken.None);
                    return new(HttpStatusCode.OK);
                }),
            (
                "what was told",
                async () =>
                {
                    var told = service.Services.GetRequiredService<ToldNotifications>();
                    await told.SweepAsync(CancellationToken.None);
                    await told.ListAsync(0, 100, CancellationToken.None);
                    return new(HttpStatusCode.OK);
                }),
            ("deactivate", () => hr.DeleteAsync("/employees/3")),
        };
        await sql.ExecuteAsync(
            "INSERT INTO quests (id, title, description, reward_days, department, created_at) VALUES (4002, 'x', "
                + "'x', 1, 'Department 2', NOW())");
        foreach (var (name, call) in writes)
        {
            var statements =
                await LoggedAsync(sql, () => AnsweredAsync(name, call), "SELECT", "UPDATE", "DELETE");
            // However many days are imported.
            Assert.InRange(statements.Count, 1, 15);
            await AssertIndexedAsync(sql, name, statements);
        }

        var outbox = ActivatorUtilities.CreateInstance<MySqlOutbox>(service.Services, "x");
        var relayed = await LoggedAsync(sql, async () =>
        {
            var response =
                await hr.PutAsJsonAsync("/employees/3005/leave-balance", new { adjustment = 1, reason = "x" });
            await Eventually.TrueAsync(
                async () =>
                    await sql.ExecuteScalarAsync<long>(
                        "SELECT COUNT(*) FROM outgoing_messages WHERE message_key = '3005'") == 0);
                await outbox.MeasureAsync(CancellationToken.None);
                return response;
            },
            OfOutbox,
            "SELECT",
            "UPDATE",
            "DELETE");
        Assert.All(
            (string[])
                [
                    "SELECT id FROM relay_lock",
                    "SELECT m.message_id",
                    "UPDATE outgoing_messages SET leased_until = timestamp",
                    "UPDATE outgoing_messages SET leased_until = NULL",
                    "DELETE FROM outgoing_messages",
                    "SELECT COUNT(*)",
                    "SELECT created_at FROM outgoing_messages",
                ],
            s => Assert.Contains(relayed, r => r.StartsWith(s, StringComparison.Ordinal)));
        await AssertIndexedAsync(sql, "relay", relayed);
    }

    // A busy machine is no reason to find no statements: 503 asks to try again.
    private static async Task<HttpResponseMessage> AnsweredAsync(string what, Func<Task<HttpResponseMessage>> call)
    {
        var response = await Eventually.GetAsync(call, r => r.StatusCode != HttpStatusCode.ServiceUnavailable);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response;
    }

    private async Task AssertIndexedAsync(MySqlConnection sql, string what, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            var plans = (await sql.QueryAsync<Plan>("EXPLAIN " + statement))
                .Where(p => p.Table is not null && !p.Table.StartsWith('<'))
                .ToList();
            foreach (var plan in plans)
            {
                output.WriteLine($"{what}: {plan.Table} {plan.Type} {plan.Key} {plan.Extra}");
                Assert.True(plan.Type != "ALL" && plan.Key is not null, $"{what}: {plan} {statement}");
                Assert.False(
                    plan.Extra?.Contains("filesort", StringComparison.Ordinal) == true
                        || plan.Extra?.Contains("temporary", StringComparison.Ordinal) == true,
                    $"{what}: {plan} {statement}");
            }
        }
    }

    // The statements of these kinds that the server got for our database while the call ran.
    private static Task<List<string>> LoggedAsync(
        MySqlConnection sql, Func<Task<HttpResponseMessage>> call, params string[] kinds) =>
        LoggedAsync(sql, call, OfBusiness, kinds);

    private static async Task<List<string>> LoggedAsync(
        MySqlConnection sql, Func<Task<HttpResponseMessage>> call, string[] tables, params string[] kinds)
    {
        await sql.ExecuteAsync(
            "SET GLOBAL log_output = 'TABLE'; TRUNCATE TABLE mysql.general_log; SET GLOBAL general_log = ON");
        (await call()).Dispose();
        await sql.ExecuteAsync("SET GLOBAL general_log = OFF");
        // The log is the whole server's, where services of other tests ask as well.
        var all = await sql.QueryAsync<string>(
            "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') "
                + $"AND user_host LIKE '{User}[%'");
        return
        [
            .. all.Select(s => s.Trim())
                .Where(s => kinds.Any(k => s.StartsWith(k, StringComparison.OrdinalIgnoreCase)))
                .Where(s => tables.Any(t => s.Contains(t, StringComparison.Ordinal))),
        ];
    }
}
