using System.Net;
using System.Net.Sockets;
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
    public async Task What_was_refused_goes_out_again_by_command_when_its_cause_is_mended()
    {
        var employee = await HireAsync();
        _notifications.Answer = _ => HttpStatusCode.UnprocessableEntity;
        await AdjustAsync(employee, 1);
        await AdjustAsync(employee, 2);
        await using var sql = new MySqlConnection(_connection);
        await Eventually.TrueAsync(
            async () => await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM dead_messages") == 2);
        var refused = _notifications.For(employee).Select(n => (string)n["messageId"]!).ToList();
        _notifications.Answer = _ => HttpStatusCode.Created;

        // As an operator starts it in the pod of a service that runs: with the ports of that service.
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var (exit, output) = await ReplayAsync("notifications", ((IPEndPoint)taken.LocalEndpoint).Port);
        Assert.True(exit == 0, output);
        Assert.Contains("Sent 2 dead messages back", output, StringComparison.Ordinal);
        var sent = await Eventually.GetAsync(
            () => Task.FromResult(_notifications.For(employee)), n => n.Count == refused.Count + 2,
            TimeSpan.FromSeconds(60));
        Assert.Equal(refused, sent.Skip(refused.Count).Select(n => (string)n["messageId"]!));
        Assert.Equal(0, await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM dead_messages"));
    }

    [Fact]
    public async Task Dead_letters_that_this_service_does_not_keep_are_a_clear_error()
    {
        var (exit, output) = await ReplayAsync("notificatons", port: 1);
        Assert.Equal(1, exit);
        Assert.Contains(
            "There are no dead letters of notificatons here. employee-service keeps those of notifications.", output,
            StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output)> ReplayAsync(string what, int port)
    {
        var log = Path.GetTempFileName();
        try
        {
            await using var command = ServerProcess.Start(
                "dotnet",
                [
                    typeof(Program).Assembly.Location, "--replay-dead-letters", what, "--ConnectionStrings:mysql",
                    _connection, "--ConnectionStrings:kafka", erp.Kafka.BootstrapServers,
                    "--Auth:SigningKey", Tokens.SigningKey, "--services:notification-service:http:0",
                    "http://127.0.0.1:1",
                ],
                log,
                new Dictionary<string, string> { ["HTTP_PORTS"] = $"{port}", ["METRICS_PORT"] = $"{port}" });
            return (await command.WaitForExitAsync(TimeSpan.FromSeconds(60)), command.Output);
        }
        finally
        {
            File.Delete(log);
        }
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
