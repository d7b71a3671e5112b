using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;

namespace Erp.Employee.Tests.Data;

/// <summary>A writer that is demoted while connections to it are open: it refuses writes, and its address leads to
/// another server from then on.</summary>
[Collection(EmployeeTests.Name)]
public sealed class FailoverTests(EmployeeFixture erp) : IAsyncLifetime
{
    private readonly MariaDbServer _former = new(), _next = new();

    public async ValueTask InitializeAsync() => await Task.WhenAll(StartAsync(_former), StartAsync(_next));

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_former).DisposeAsync();
        await ((IAsyncDisposable)_next).DisposeAsync();
    }

    [Fact]
    public async Task The_pool_leaves_a_writer_that_was_demoted()
    {
        using var address = new MovableAddress(_former.Port);
        await using var service = erp.Replica(ForApplication(address.Port));
        using var hr = service.ClientFor(Tokens.User(1_000_000, "HR"));
        await Eventually.TrueAsync(async () => await StatusAsync(hr.GetAsync("/health")) == 200);
        // Many at once, so that the pool has many connections.
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => StatusAsync(HireAsync(hr, i)))),
            status => Assert.Equal(201, status));

        await using (var sql = new MySqlConnection(_former.ConnectionString + ";Pooling=false"))
            await sql.ExecuteAsync("SET GLOBAL read_only = 1");
        Assert.Equal(503, await StatusAsync(HireAsync(hr, 8)));
        using (var health = await service.ClientFor(Tokens.Service()).GetAsync("/health"))
        {
            Assert.Equal(503, (int)health.StatusCode);
            Assert.Contains("read-only", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        address.MoveTo(_next.Port);
        await Eventually.TrueAsync(async () => await StatusAsync(HireAsync(hr, 9)) == 201);
        await Eventually.TrueAsync(async () => await StatusAsync(hr.GetAsync("/health")) == 200);
    }

    // Each with the schema, and a user whom read-only servers refuse: one with all rights may write there.
    private async Task StartAsync(MariaDbServer server)
    {
        await server.StartAsync();
        await using (var service = erp.Replica(server.ConnectionString))
        {
            using var client = service.ClientFor(null);
            await Eventually.TrueAsync(async () => await StatusAsync(client.GetAsync("/health")) == 200);
        }
        await using var sql = new MySqlConnection(
            $"Server=127.0.0.1;Port={server.Port};User ID=root;Database=erp;SslMode=Disabled;Pooling=false;"
            + "Allow User Variables=true");
        await sql.ExecuteAsync("CREATE USER app@'%' IDENTIFIED BY 'app'; GRANT ALL ON erp.* TO app@'%'");
    }

    private static string ForApplication(int port) =>
        $"Server=127.0.0.1;Port={port};User ID=app;Password=app;Database=erp;SslMode=Disabled";

    private static Task<HttpResponseMessage> HireAsync(HttpClient hr, int number) => hr.PostAsync("/employees", new
    {
        name = "Ann", email = $"ann-{number}@example.com", department = "Sales", position = "Clerk", role = "STAFF",
    });

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return (int)response.StatusCode;
    }
}
