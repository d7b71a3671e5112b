using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;

namespace Erp.Employee.Tests.Outbox;

/// <summary>From a stored change to notification-service.</summary>
[Collection(EmployeeTests.Name)]
public sealed class DeliveryTests(EmployeeFixture erp) : IAsyncLifetime
{
    private readonly NotificationStub _notifications = new();
    private string _connection = "";
    private ServiceFactory<Program> _service = null!;

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

    private async Task<long> HireAsync()
    {
        var name = EmployeeFixture.Unique("Told");
        var body = new
        {
            name, email = $"{name.Replace(' ', '.')}@example.com", department = "Sales", position = "Clerk",
            role = "STAFF",
        };
        return (long)(
            await _service.ClientFor(Tokens.User(9000, "HR")).PostAsync("/employees", body).CreatedAsync())["id"]!;
    }

    private Task<JsonObject> AdjustAsync(long employeeId, decimal adjustment) =>
        _service.ClientFor(Tokens.User(9000, "HR"))
            .PutAsync($"/employees/{employeeId}/leave-balance", new { adjustment, reason = $"By {adjustment}" })
            .OkAsync();

    [Fact]
    public async Task What_notification_service_cannot_take_now_is_sent_again_with_the_same_id_and_in_order()
    {
        var employee = await HireAsync();
        _notifications.Answer = _ => HttpStatusCode.ServiceUnavailable;
        await AdjustAsync(employee, 1);
        await AdjustAsync(employee, 2);
        await Eventually.TrueAsync(() => _notifications.For(employee).Count >= 2);
        _notifications.Answer = _ => HttpStatusCode.Created;
        await Eventually.TrueAsync(() => PendingAsync(), within: TimeSpan.FromSeconds(60));
        var seen = _notifications.For(employee);
        Assert.Equal(2, seen.Select(n => (string)n["messageId"]!).Distinct().Count());
        Assert.Contains("By 2", (string)seen[^1]["message"]!, StringComparison.Ordinal);
        Assert.All(seen.SkipLast(1), n => Assert.Contains("By 1", (string)n["message"]!, StringComparison.Ordinal));

        async Task<bool> PendingAsync()
        {
            await using var sql = new MySqlConnection(_connection);
            return await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outgoing_messages") == 0;
        }
    }

    [Fact]
    public async Task What_notification_service_refuses_for_good_is_kept_aside_and_blocks_nobody()
    {
        var employee = await HireAsync();
        _notifications.Answer = n =>
            ((string)n["message"]!).Contains("By 1.5", StringComparison.Ordinal)
                ? HttpStatusCode.UnprocessableEntity
                : HttpStatusCode.Created;
        await AdjustAsync(employee, 1.5m);
        await AdjustAsync(employee, 2);
        await Eventually.TrueAsync(() => _notifications.For(employee).Any(n => ((string)n["message"]!).Contains(
            "By 2", StringComparison.Ordinal)));
        await using var sql = new MySqlConnection(_connection);
        var (payload, error) = await sql.QuerySingleAsync<(string, string)>("SELECT payload, error FROM dead_messages");
        Assert.Contains("By 1.5", payload, StringComparison.Ordinal);
        Assert.StartsWith("422", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notification_service_of_before_which_knows_no_sentences_gets_the_text_alone()
    {
        var employee = await HireAsync();
        _notifications.Answer = n =>
            n.ContainsKey("sentence") ? HttpStatusCode.BadRequest : HttpStatusCode.Created;
        await AdjustAsync(employee, 1);
        await Eventually.TrueAsync(() => _notifications.For(employee).Count >= 3);
        var seen = _notifications.For(employee);
        Assert.Equal("BALANCE_ADJUSTED", (string)seen[0]["sentence"]!["name"]!);
        Assert.False(seen[1].ContainsKey("timestamp"));
        Assert.False(seen[2].ContainsKey("sentence"));
        Assert.Single(seen.Select(n => (string)n["messageId"]!).Distinct());
        await using var sql = new MySqlConnection(_connection);
        Assert.Equal(0, await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM dead_messages"));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    public async Task An_address_where_notification_service_is_not_is_tried_again(HttpStatusCode status)
    {
        var employee = await HireAsync();
        _notifications.Answer = _ => status;
        await AdjustAsync(employee, 1);
        await Eventually.TrueAsync(() => _notifications.For(employee).Count >= 2);
        _notifications.Answer = _ => HttpStatusCode.Created;
        await using var sql = new MySqlConnection(_connection);
        await Eventually.TrueAsync(
            async () => await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outgoing_messages") == 0,
            within: TimeSpan.FromSeconds(60));
        Assert.Equal(0, await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM dead_messages"));
    }

    [Fact]
    public async Task Deliveries_carry_this_services_own_token()
    {
        var employee = await HireAsync();
        await AdjustAsync(employee, 1);
        await Eventually.TrueAsync(() => _notifications.For(employee).Count == 1);
        Assert.All(_notifications.Authorizations, a => Assert.StartsWith("Bearer ", a, StringComparison.Ordinal));
    }
}
