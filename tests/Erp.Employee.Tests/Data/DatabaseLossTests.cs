using Dapper;
using Erp.Employee.Data;
using Erp.Employee.Tests.Support;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Tests.Data;

/// <summary>A database that is not there yet, goes away and comes back.</summary>
[Collection(EmployeeTests.Name)]
public sealed class DatabaseLossTests(EmployeeFixture erp) : IAsyncLifetime
{
    private readonly MariaDbServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        await _server.StopAsync();
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_server).DisposeAsync();

    [Fact]
    public async Task The_first_start_on_an_empty_database_complains_of_nothing()
    {
        await _server.StartAsync();
        await using var service = erp.Replica(_server.ConnectionString);
        using var client = service.ClientFor(null);
        await Eventually.TrueAsync(async () => await StatusAsync(client, "/health") == 200);
        Assert.DoesNotContain(
            service.Log.Lines, l => l.Contains("The outbox cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_service_starts_without_its_database_and_is_ready_when_it_comes_and_after_every_loss()
    {
        await using var service = erp.Replica(_server.ConnectionString);
        var (client, hr) = (service.ClientFor(null), service.ClientFor(Tokens.User(1_000_000, "HR")));
        Assert.Equal(200, await StatusAsync(client, "/alive"));
        Assert.Equal(503, await StatusAsync(client, "/health"));
        Assert.Equal(200, await StatusAsync(client, "/started"));
        await AssertUnavailableAsync(hr, "/employees");

        await _server.StartAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(client, "/health") == 200);
        await using (var sql = new MySqlConnection(_server.ConnectionString + ";Pooling=false"))
            // the server of the tests is set to speed, not to safety
            await sql.ExecuteAsync("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        var body = new
        {
            name = "First", email = "first@example.com", department = "Sales", position = "Clerk", role = "STAFF",
        };
        Assert.Equal(1, (long)(await hr.PostAsync("/employees", body).CreatedAsync())["id"]!);

        await _server.StopAsync();
        await AssertUnavailableAsync(hr, "/employees/1");
        // The caller is told to come back, the log why.
        Assert.Contains(
            service.Log.Lines,
            l =>
                l.Contains("GET /employees/1", StringComparison.Ordinal)
                    && l.Contains("MySQL: ", StringComparison.Ordinal));
        await AssertUnavailableAsync(service.ClientFor(Tokens.Service()), "/employees/lookup?ids=1");
        await Eventually.TrueAsync(async () => await StatusAsync(client, "/health") == 503);
        Assert.Equal(200, await StatusAsync(client, "/alive"));

        await _server.StartAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(client, "/health") == 200);
        Assert.Equal("First", (string)(await hr.GetAsync("/employees/1").OkAsync())["name"]!);
    }

    [Fact]
    public async Task A_missing_table_is_waited_for_before_the_migration_and_a_fault_after_it()
    {
        await _server.StartAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["ConnectionStrings:mysql"] = _server.ConnectionString })
            .Build();
        var schema = new SchemaState();
        var database =
            new Database(new ConnectionFactory(configuration, Options.Create(new DatabaseOptions())), schema);
        Task<long> CountAsync() =>
            database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM employees"));

        var away = await Assert.ThrowsAsync<DependencyUnavailableException>(CountAsync);
        Assert.Equal(MySqlErrorCode.NoSuchTable, Assert.IsType<MySqlException>(away.InnerException).ErrorCode);
        schema.Ready();
        await Assert.ThrowsAsync<MySqlException>(CountAsync);
    }

    [Theory]
    [InlineData("08S01", 1158)] // the server could not read from the connection
    [InlineData("08004", 1040)] // too many connections
    [InlineData("40001", 1213)] // deadlock
    public async Task A_lost_connection_and_a_lost_race_are_a_database_that_is_away(string state, int number)
    {
        var database = erp.App.Services.GetRequiredService<Database>();
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => database.ReadAsync(c =>
            c.ExecuteAsync($"SIGNAL SQLSTATE '{state}' SET MYSQL_ERRNO = {number}")));
    }

    [Fact]
    public async Task A_refused_statement_is_a_fault_of_ours() =>
        await Assert.ThrowsAsync<MySqlException>(() => erp.App.Services.GetRequiredService<Database>().ReadAsync(c =>
            c.ExecuteAsync("SIGNAL SQLSTATE '45000'")));

    [Fact]
    public async Task Three_replicas_that_start_at_once_make_the_database_and_migrate_it_once()
    {
        await _server.StartAsync();
        var fresh =
            new MySqlConnectionStringBuilder(_server.ConnectionString) { Database = "erp_fresh" }.ConnectionString;
        var replicas = Enumerable.Range(0, 3).Select(_ => erp.Replica(fresh)).ToList();
        await Task.WhenAll(replicas.Select(r => Task.Run(() => Eventually.TrueAsync(
            async () => await StatusAsync(r.ClientFor(null), "/health") == 200))));
        await using var sql = new MySqlConnection(fresh);
        var applied = (await sql.QueryAsync<string>(
            "SELECT version FROM changelog WHERE version IS NOT NULL AND success = 1 AND checksum <> '' "
                + "ORDER BY id")).ToList();
        Assert.Equal(applied.Distinct(), applied);
        Assert.Equal(
            typeof(Migrator).Assembly.GetManifestResourceNames().Count(n => n.EndsWith(
                ".sql", StringComparison.Ordinal)),
            applied.Count);
        foreach (var replica in replicas) await replica.DisposeAsync();
    }

    // Never 404 or 500: the caller is told to come back.
    private static async Task AssertUnavailableAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains(
            "temporarily_unavailable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return (int)response.StatusCode;
    }
}
