using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Erp.Employee.Outbox;
using Erp.Employee.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Erp.Employee.Tests.Outbox;

/// <summary>What people were told comes again from the record when notification-service lost it.</summary>
[Collection(EmployeeTests.Name)]
public sealed class TellingAgainTests(EmployeeFixture erp) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly NotificationStub _notifications = new();
    private string _connection = "";
    private ServiceFactory<Program> _service = null!;

    private HttpClient Hr => _service.ClientFor(Tokens.User(9000, "HR"));

    public async ValueTask InitializeAsync()
    {
        _connection = await erp.Server.CreateDatabaseAsync();
        _service = erp.Replica(_connection, _notifications);
        await Eventually.TrueAsync(
            async () => (await _service.ClientFor(null).GetAsync("/health")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _notifications.Dispose();
    }

    [Fact]
    public async Task A_store_that_began_anew_is_told_everything_once_more_as_it_was_and_in_its_order()
    {
        var (one, other) = (await HireAsync(), await HireAsync());
        for (var n = 1; n <= 60; n++)
        {
            await AdjustAsync(one, n % 2 == 0 ? 0.5m : 1);
            await AdjustAsync(other, n % 2 == 0 ? 0.5m : 1);
        }
        await SentAsync(one, 60);
        await SentAsync(other, 60);

        _notifications.Lose("second");
        await Eventually.TrueAsync(() => _notifications.Refilled.Any(r => (bool)r["last"]!), Long);

        var parts = _notifications.Refilled;
        Assert.Equal(2, parts.Count); // a hundred at once
        Assert.All(parts, p => Assert.Equal("second", (string)p["storeEpoch"]!));
        foreach (var person in new[] { one, other })
            Assert.Equal(
                _notifications.For(person).Select(n => n.ToJsonString()),
                Again(person).Select(n => n.ToJsonString()));
        var times = Again(one).Select(n => (string)n["timestamp"]!).ToList();
        Assert.Equal(times.Distinct().Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task What_was_refused_for_good_is_not_told_until_it_is_sent_back()
    {
        var employee = await HireAsync();
        _notifications.Answer = _ => HttpStatusCode.UnprocessableEntity;
        await AdjustAsync(employee, 1);
        var service = _service.ClientFor(Tokens.Service());
        await Eventually.GetAsync(() => service.ItemsAsync("/dead-letters?of=notifications"), l => l.Count == 1);

        _notifications.Lose("second");
        await Eventually.TrueAsync(() => _notifications.Refilled.Count == 1, Long);
        Assert.Empty(Again(employee));

        _notifications.Answer = _ => HttpStatusCode.Created;
        await service.PostAsync("/dead-letters/notifications/replay", new { count = 1 }).OkAsync();
        _notifications.Lose("third");
        await Eventually.TrueAsync(() => _notifications.Refilled.Count == 2, Long);
        Assert.Single(Again(employee));
    }

    [Fact]
    public async Task What_happened_later_has_a_later_time_although_a_clock_was_two_minutes_ahead()
    {
        var employee = await HireAsync();
        await AdjustAsync(employee, 1);
        await using (var sql = new MySqlConnection(_connection))
            await sql.ExecuteAsync("UPDATE told_notifications SET told_at = DATE_ADD(told_at, INTERVAL 2 MINUTE)");
        await AdjustAsync(employee, 2);

        await SentAsync(employee, 2);
        var sent = _notifications.For(employee).Select(n => (DateTimeOffset)n["timestamp"]!).ToList();
        Assert.InRange(sent[1] - sent[0], TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task It_is_kept_a_month()
    {
        var employee = await HireAsync();
        await AdjustAsync(employee, 1);
        await AdjustAsync(employee, 2);
        await using var sql = new MySqlConnection(_connection);
        await sql.ExecuteAsync(
            "UPDATE told_notifications SET told_at = DATE_SUB(told_at, INTERVAL 32 DAY) ORDER BY id LIMIT 1");

        await _service.Services.GetRequiredService<ToldNotifications>().SweepAsync(CancellationToken.None);

        Assert.Equal(1, await sql.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM told_notifications"));
    }

    private List<JsonObject> Again(long employee)
    {
        var items = _notifications.Refilled.SelectMany(r => r["items"]!.AsArray())
            .Select(n => n!.DeepClone().AsObject())
            .Where(n => (long)n["employeeId"]! == employee).ToList();
        foreach (var item in items) item.Remove("employeeId");
        return items;
    }

    private Task SentAsync(long employee, int count) => Eventually.TrueAsync(
        () => _notifications.For(employee).Select(n => (string)n["messageId"]!).Distinct().Count() == count, Long);

    private async Task<long> HireAsync()
    {
        var name = EmployeeFixture.Unique("Told");
        return (long)(await Hr.PostAsync("/employees", new
        {
            name, email = $"{name.Replace(' ', '.')}@example.com", department = "Sales", position = "Clerk",
            role = "STAFF",
        }).CreatedAsync())["id"]!;
    }

    private Task<JsonObject> AdjustAsync(long employeeId, decimal adjustment) => Hr
        .PutAsync($"/employees/{employeeId}/leave-balance", new { adjustment, reason = $"By {adjustment}" }).OkAsync();
}
