using System.Net.Http.Json;
using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;

namespace Erp.Employee.Tests.LeaveLedger;

[Collection(EmployeeTests.Name)]
public sealed class BalanceTests(EmployeeFixture erp)
{
    private async Task<HttpResponseMessage> AdjustAsync(
        Person person, decimal adjustment, string? key = null, string reason = "Moving house")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/employees/{person.Id}/leave-balance")
        {
            Content = JsonContent.Create(new { adjustment, reason }),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await erp.Hr.SendAsync(request);
    }

    [Fact]
    public async Task An_adjustment_is_signed_and_the_employee_is_told()
    {
        var person = await erp.HireAsync();
        Assert.Equal(17.5m, (decimal)(await AdjustAsync(person, 2.5m).OkAsync())["remaining"]!);
        Assert.Equal(14m, (decimal)(await AdjustAsync(person, -3.5m).OkAsync())["remaining"]!);
        var told =
            await Eventually.GetAsync(() => Task.FromResult(erp.Notifications.For(person.Id)), n => n.Count == 2);
        Assert.All(told, n => Assert.Equal("LEAVE_BALANCE_CHANGED", (string)n["type"]!));
        Assert.Contains("+2.5 days to 17.5: Moving house", (string)told[0]["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balance_never_becomes_negative()
    {
        var person = await erp.HireAsync();
        await AdjustAsync(person, -15.5m).RefusedAsync(409, "balance_too_small");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task The_same_idempotency_key_adjusts_once_even_50_times_at_once()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(50, _ => AdjustAsync(person, 1, "key-1"));
        Assert.All(statuses, s => Assert.Equal(200, s));
        Assert.Equal(16m, await erp.RemainingAsync(person.Id));
        await AdjustAsync(person, 2, "key-1").RefusedAsync(422, "idempotency_key_reused");
        await AdjustAsync(person, 2, new string('k', 65)).RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task A_hundred_adjustments_at_once_are_exactly_their_sum()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(100, i => AdjustAsync(person, i % 2 == 0 ? 1.5m : -0.5m));
        Assert.All(statuses, s => Assert.Equal(200, s));
        Assert.Equal(15m + 50m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Only_halves_of_days_within_bounds_are_adjusted()
    {
        var person = await erp.HireAsync();
        foreach (var adjustment in new[] { 0m, 0.25m, 1.3m, 366m, -366m })
            await AdjustAsync(person, adjustment).RefusedAsync(400, "validation_failed");
        await AdjustAsync(person, 1, reason: new string('x', 501)).RefusedAsync(400, "validation_failed");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Nobody_adjusts_their_own_balance()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        await manager.Client.PutAsync(
            $"/employees/{manager.Id}/leave-balance",
            new { adjustment = 5, reason = "Because" }).RefusedAsync(403, "forbidden");
    }

    [Fact]
    public async Task Every_year_since_the_hiring_is_granted_whoever_looked_when()
    {
        var (person, gap) = (await erp.HireAsync(), await erp.HireAsync());
        await erp.InAsync(2028, async () =>
        {
            Assert.Equal(20m, await erp.RemainingAsync(person.Id));
            await erp.RemainingAsync(gap.Id);
            await using var sql = new MySqlConnection(erp.Server.ConnectionString);
            await sql.ExecuteAsync(
                "DELETE FROM leave_ledger WHERE source = @source AND kind = 'ENTITLEMENT'",
                new { source = $"{gap.Id}/2027" });
            var statuses = await Calls.AtOnceAsync(20, _ => erp.Hr.GetAsync($"/employees/{gap.Id}/leave-balance"));
            Assert.All(statuses, s => Assert.Equal(200, s));
            Assert.Equal(20m, await erp.RemainingAsync(gap.Id));
            Assert.Equal(15m, await erp.RemainingAsync(gap.Id, 2027));
        });
    }

    [Fact]
    public async Task Who_has_left_keeps_the_years_until_then_and_is_granted_no_more()
    {
        var person = await erp.HireAsync();
        await erp.InAsync(
            2027, async () => Assert.True((await erp.Hr.DeleteAsync($"/employees/{person.Id}")).IsSuccessStatusCode));
        await erp.InAsync(2028, async () =>
        {
            Assert.Equal(0m, await erp.RemainingAsync(person.Id));
            Assert.Equal(20m, await erp.RemainingAsync(person.Id, 2027));
            var body = new { days = 1, approvalId = 9_000_000 + person.Id };
            await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
            Assert.Equal(19m, await erp.RemainingAsync(person.Id, 2027));
        });
    }

    [Fact]
    public async Task A_new_year_brings_its_entitlement_once_and_five_days_of_what_was_left()
    {
        var person = await erp.HireAsync();
        await AdjustAsync(person, -5).OkAsync();
        var before = erp.Time.Now;
        try
        {
            // 2026-12-31 23:30 in Seoul, then half past midnight.
            erp.Time.Now = new(2026, 12, 31, 14, 30, 0, TimeSpan.Zero);
            Assert.Equal(10m, await erp.RemainingAsync(person.Id));
            erp.Time.Now = new(2026, 12, 31, 15, 30, 0, TimeSpan.Zero);
            var statuses = await Calls.AtOnceAsync(20, _ => erp.Hr.GetAsync($"/employees/{person.Id}/leave-balance"));
            Assert.All(statuses, s => Assert.Equal(200, s));
            Assert.Equal(20m, await erp.RemainingAsync(person.Id));
        }
        finally
        {
            erp.Time.Now = before;
        }
    }
}
