using Dapper;
using Erp.Employee.Data;
using Erp.Employee.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Employee.Tests.Faults;

/// <summary>The faults of the system that this one replaces, as far as they concern this service, each by
/// name.</summary>
[Collection(EmployeeTests.Name)]
public sealed class FaultTests(EmployeeFixture erp)
{
    [Fact]
    public async Task No_check_in_without_limit()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(10, _ => person.Client.PostAsync($"/attendance/check-in/{person.Id}"));
        Assert.Equal(1, statuses.Count(s => s == 201));
    }

    [Fact]
    public async Task No_double_claim_of_rewards()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var person = await erp.HireAsync(manager.Department);
        var quest = (long)(
            await manager.Client.PostAsync(
                "/quests",
                new
                {
                    title = "x", description = "x", rewardDays = 5,
                    department = manager.Department,
                }).CreatedAsync())["id"]!;
        var body = new { employeeId = person.Id };
        await person.Client.PostAsync($"/quests/{quest}/accept", body).OkAsync();
        await person.Client.PostAsync($"/quests/{quest}/complete", body).OkAsync();
        await manager.Client.PutAsync(
            $"/quests/{quest}/approve", new { managerId = manager.Id, employeeId = person.Id }).OkAsync();
        await Calls.AtOnceAsync(10, _ => person.Client.PostAsync($"/quests/{quest}/claim", body));
        Assert.Equal(20m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task No_deduction_repeated_on_retry()
    {
        var person = await erp.HireAsync();
        for (var i = 0; i < 3; i++)
            await erp.Service.PostAsync(
                $"/employees/{person.Id}/deduct-leave", new { days = 2, approvalId = 6_000_000 + person.Id }).OkAsync();
        Assert.Equal(13m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task No_lost_updates_on_balances_over_two_replicas()
    {
        await using var other = erp.Replica();
        var person = await erp.HireAsync();
        var clients = new[] { erp.Hr, other.ClientFor(Tokens.User(900_001, "HR")) };
        await Calls.AtOnceAsync(
            60,
            i =>
                clients[i % 2].PutAsync(
                    $"/employees/{person.Id}/leave-balance", new { adjustment = 0.5m, reason = "Both" }));
        Assert.Equal(45m, await erp.RemainingAsync(person.Id));
        var sums = await erp
            .App.Services.GetRequiredService<Database>()
            .ReadAsync(c =>
                c.QuerySingleAsync<(decimal Sum, decimal Last)>(
                    """
                    SELECT SUM(delta),
                        (SELECT balance_after FROM leave_ledger WHERE employee_id = @Id ORDER BY id DESC LIMIT 1)
                    FROM leave_ledger WHERE employee_id = @Id
                    """,
                    new { person.Id }));
        Assert.Equal(sums.Sum, sums.Last);
    }

    [Theory]
    [InlineData("""{"name":null,"email":null,"department":null,"position":null,"role":null}""")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task No_500_for_nulls(string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var response = await erp.Hr.PostAsync("/employees", content);
        await BadInput.AssertProblemAsync(response);
    }

    [Fact]
    public async Task No_500_for_long_texts()
    {
        using var response = await erp.Hr.PostAsync("/employees",
            new
            {
                name = new string('가', 60_000), email = "a@example.com", department = "x", position = "x",
                role = "STAFF",
            });
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task No_unpaged_lists()
    {
        var department = EmployeeFixture.Unique("Crowd");
        for (var i = 0; i < 60; i++) await erp.HireAsync(department);
        var page = await erp.Hr.GetAsync($"/employees?department={department}").OkAsync();
        Assert.Equal(50, page["items"]!.AsArray().Count);
        Assert.NotNull(page["next"]);
    }

    [Fact]
    public async Task No_pool_of_two_connections()
    {
        const int Together = 16;
        var database = erp.App.Services.GetRequiredService<Database>();
        var (inside, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        // Each holds its connection until all of them have one.
        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => database.ReadAsync(async c =>
        {
            if (Interlocked.Increment(ref inside) == Together) all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
            return await c.ExecuteScalarAsync<long>("SELECT 1");
        })));
        Assert.Equal(Together, inside);
    }

    [Fact]
    public async Task No_SQL_no_people_and_no_passwords_in_the_log_even_at_debug()
    {
        await using var talkative = erp.Replica(null, null, ("Logging:LogLevel:Default", "Debug"));
        var hr = talkative.ClientFor(Tokens.User(900_001, "HR"));
        var email = EmployeeFixture.Unique("secret").Replace(' ', '.') + "@example.com";
        await hr.PostAsync(
            "/employees",
            new
            {
                name = "Geheim Person", email, department = "Secret", position = "x", role = "STAFF",
            }).CreatedAsync();
        await hr.PostAsync(
            "/employees",
            new
            {
                name = "Geheim Person", email, department = "Secret", position = "x",
                role = "STAFF",
            }).RefusedAsync(409, "email_taken");
        Assert.NotEmpty(talkative.Log.Lines);
        foreach (var secret in new[] { "INSERT INTO", "SELECT ", email, "Geheim", "Password=", "Bearer ey" })
            Assert.DoesNotContain(talkative.Log.Lines, l => l.Contains(secret, StringComparison.Ordinal));
    }
}
