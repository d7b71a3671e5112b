using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.LeaveLedger;

[Collection(EmployeeTests.Name)]
public sealed class LeaveYearTests(EmployeeFixture erp)
{
    private static Task<HttpResponseMessage> Ask(Person person, string start, string end) =>
        person.Client.PostAsync(
            "/leaves", new { employeeId = person.Id, startDate = start, endDate = end, reason = "Holiday" });

    private Task<HttpResponseMessage> Decide(JsonObject leave, string move) =>
        erp.Hr.PutAsync($"/leaves/{leave["id"]}/{move}");

    private Task<JsonObject> AdjustAsync(Person person, decimal adjustment) =>
        erp.Hr.PutAsync($"/employees/{person.Id}/leave-balance", new { adjustment, reason = "Correction" }).OkAsync();

    private async Task<(decimal Used, decimal Pending, decimal Remaining)> OfAsync(Person person, int year)
    {
        var balance = await person.Client.GetAsync($"/employees/{person.Id}/leave-balance?year={year}").OkAsync();
        Assert.Equal(year, (int)balance["year"]!);
        return ((decimal)balance["used"]!, (decimal)balance["pending"]!, (decimal)balance["remaining"]!);
    }

    [Fact]
    public async Task A_leave_over_New_Year_is_charged_to_both_years_and_comes_back_to_both()
    {
        var person = await erp.HireAsync();
        // Four days of the old year; the first of January is a Friday.
        var leave = await Ask(person, "2026-12-28", "2027-01-05").CreatedAsync();
        Assert.Equal((0m, 4m, 15m), await OfAsync(person, 2026));
        Assert.Equal((0m, 3m, 15m), await OfAsync(person, 2027));
        await Decide(leave, "approve").OkAsync();
        Assert.Equal((4m, 0m, 11m), await OfAsync(person, 2026));
        Assert.Equal((3m, 0m, 12m), await OfAsync(person, 2027));
        await person.Client.PostAsync($"/leaves/{leave["id"]}/cancel").OkAsync();
        Assert.Equal((0m, 0m, 15m), await OfAsync(person, 2026));
        Assert.Equal((0m, 0m, 15m), await OfAsync(person, 2027));
        var ledger = await person.Client.ItemsAsync($"/employees/{person.Id}/leave-ledger");
        Assert.Equal(
            [
                ("LEAVE_CANCELLED", 2027, 3m), ("LEAVE_CANCELLED", 2026, 4m), ("LEAVE", 2027, -3m),
                ("LEAVE", 2026, -4m), ("ENTITLEMENT", 2027, 15m), ("ENTITLEMENT", 2026, 15m),
            ],
            ledger.Select(e => ((string)e!["kind"]!, (int)e["year"]!, (decimal)e["delta"]!)));
    }

    [Fact]
    public async Task An_approval_over_New_Year_is_charged_to_both_years_once()
    {
        var person = await erp.HireAsync();
        var body = new
        {
            days = 7, approvalId = 3_000_000 + person.Id, startDate = "2026-12-28", endDate = "2027-01-05",
        };
        var first = await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        var again = await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        Assert.True(JsonNode.DeepEquals(first, again), again.ToJsonString());
        Assert.Equal(11m, (decimal)first["remaining"]!);
        Assert.Equal((4m, 0m, 11m), await OfAsync(person, 2026));
        Assert.Equal((3m, 0m, 12m), await OfAsync(person, 2027));
    }

    [Fact]
    public async Task Next_years_days_can_be_asked_for_now_and_no_later_ones()
    {
        var person = await erp.HireAsync();
        await Ask(person, "2027-06-07", "2027-06-25").CreatedAsync();
        await Ask(person, "2027-07-05", "2027-07-05").RefusedAsync(409, "balance_too_small");
        await Ask(person, "2028-06-05", "2028-06-05").RefusedAsync(409, "balance_too_small");
        Assert.Equal((0m, 0m, 15m), await OfAsync(person, 2026));
        Assert.Equal((0m, 15m, 15m), await OfAsync(person, 2027));
        Assert.Equal((0m, 0m, 0m), await OfAsync(person, 2028));
    }

    [Fact]
    public async Task At_most_five_unused_days_go_over_and_once()
    {
        var (rich, poor, ahead) = (await erp.HireAsync(), await erp.HireAsync(), await erp.HireAsync());
        await AdjustAsync(poor, -13);
        // Next year's entitlement is booked before that year begins.
        await Ask(ahead, "2027-07-05", "2027-07-05").CreatedAsync();
        await erp.InAsync(2027, async () =>
        {
            var statuses = await Calls.AtOnceAsync(20, _ => erp.Hr.GetAsync($"/employees/{rich.Id}/leave-balance"));
            Assert.All(statuses, s => Assert.Equal(200, s));
            Assert.Equal((0m, 0m, 20m), await OfAsync(rich, 2027));
            Assert.Equal((0m, 0m, 10m), await OfAsync(rich, 2026));
            Assert.Equal((0m, 0m, 17m), await OfAsync(poor, 2027));
            Assert.Equal((0m, 0m, 0m), await OfAsync(poor, 2026));
            Assert.Equal((0m, 1m, 20m), await OfAsync(ahead, 2027));
        });
        await erp.InAsync(2029, async () => Assert.Equal((0m, 0m, 20m), await OfAsync(rich, 2029)));
    }

    [Fact]
    public async Task A_leave_of_December_is_still_decided_in_January()
    {
        var (granted, refused) = (await erp.HireAsync(), await erp.HireAsync());
        foreach (var (person, move, left) in new[] { (granted, "approve", 15m), (refused, "reject", 18m) })
        {
            await AdjustAsync(person, -12);
            var leave = await Ask(person, "2026-12-28", "2026-12-30").CreatedAsync();
            await erp.InAsync(2027, async () =>
            {
                Assert.Equal((0m, 0m, 15m), await OfAsync(person, 2027));
                await Decide(leave, move).OkAsync();
                Assert.Equal((0m, 0m, left), await OfAsync(person, 2027));
                Assert.Equal(0m, (await OfAsync(person, 2026)).Remaining);
            });
        }
    }

    [Theory]
    [InlineData(-12, 18, 15)]
    [InlineData(0, 20, 20)]
    public async Task An_approval_of_December_that_ends_in_January_takes_back_what_went_over(
        decimal adjustment, decimal carried, decimal left)
    {
        var person = await erp.HireAsync();
        if (adjustment != 0) await AdjustAsync(person, adjustment);
        var body = new
        {
            days = 3, approvalId = 5_000_000 + person.Id, startDate = "2026-12-28", endDate = "2026-12-30",
        };
        await erp.InAsync(2027, async () =>
        {
            Assert.Equal((0m, 0m, carried), await OfAsync(person, 2027));
            for (var i = 0; i < 2; i++)
            {
                await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
                Assert.Equal((0m, 0m, left), await OfAsync(person, 2027));
                Assert.Equal(3m, (await OfAsync(person, 2026)).Used);
            }
        });
        await erp.InAsync(2028, async () => Assert.Equal((0m, 0m, 20m), await OfAsync(person, 2028)));
    }

    [Fact]
    public async Task What_went_over_and_is_used_does_not_come_back()
    {
        var person = await erp.HireAsync();
        await AdjustAsync(person, -12);
        await erp.InAsync(2027, async () =>
        {
            await erp.Hr.PutAsync(
                $"/employees/{person.Id}/leave-balance", new { adjustment = -16, reason = "Correction" }).OkAsync();
            var body = new
            {
                days = 3, approvalId = 6_000_000 + person.Id, startDate = "2026-12-28", endDate = "2026-12-30",
            };
            await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body)
                .RefusedAsync(409, "balance_too_small");
            Assert.Equal((0m, 0m, 2m), await OfAsync(person, 2027));
        });
    }

    [Fact]
    public async Task A_leave_of_the_last_year_can_be_asked_for_with_the_days_that_went_over()
    {
        var person = await erp.HireAsync();
        await AdjustAsync(person, -12);
        await erp.InAsync(2027, async () =>
        {
            Assert.Equal(18m, (await OfAsync(person, 2027)).Remaining);
            await Ask(person, "2026-12-28", "2026-12-31").RefusedAsync(409, "balance_too_small");
            // All of this year's days and all that went over: of the same day only once.
            await Ask(person, "2026-12-29", "2027-01-22").RefusedAsync(409, "balance_too_small");
            var leave = await Ask(person, "2026-12-28", "2026-12-30").CreatedAsync();
            await Decide(leave, "approve").OkAsync();
            Assert.Equal((3m, 0m, 0m), await OfAsync(person, 2026));
            Assert.Equal((0m, 0m, 15m), await OfAsync(person, 2027));
        });
    }

    [Fact]
    public async Task What_is_asked_for_in_December_for_the_new_year_leaves_the_carry_over_alone()
    {
        var person = await erp.HireAsync();
        await AdjustAsync(person, -11);
        var leave = await Ask(person, "2027-06-07", "2027-06-25").CreatedAsync();
        Assert.Equal((0m, 0m, 4m), await OfAsync(person, 2026));
        await erp.InAsync(2027, async () =>
        {
            Assert.Equal((0m, 15m, 19m), await OfAsync(person, 2027));
            await Ask(person, "2027-07-05", "2027-07-09").RefusedAsync(409, "balance_too_small");
            await Ask(person, "2027-07-05", "2027-07-08").CreatedAsync();
            await Decide(leave, "approve").OkAsync();
            Assert.Equal((15m, 4m, 4m), await OfAsync(person, 2027));
        });
    }

    [Fact]
    public async Task The_ledger_is_paged_the_latest_first()
    {
        var person = await erp.HireAsync();
        for (var i = 1; i <= 4; i++) await AdjustAsync(person, i);
        var first = await erp.Hr.GetAsync($"/employees/{person.Id}/leave-ledger?limit=3").OkAsync();
        var second = await erp.Hr.GetAsync(
            $"/employees/{person.Id}/leave-ledger?limit=3&after={first["next"]}").OkAsync();
        Assert.Equal(
            [4m, 3m, 2m, 1m, 15m],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(e => (decimal)e!["delta"]!));
        Assert.Null(second["next"]);
        await erp.Hr.GetAsync($"/employees/{person.Id}/leave-balance?year=1999").RefusedAsync(400, "validation_failed");
        await erp.Hr.GetAsync($"/employees/{person.Id}/leave-balance?year=2101").RefusedAsync(400, "validation_failed");
    }
}
