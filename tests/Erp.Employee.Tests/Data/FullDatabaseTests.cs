using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;

namespace Erp.Employee.Tests.Data;

/// <summary>A database that has no room left, as on a full disk: all tables are in two files that must not
/// grow.</summary>
[Collection(EmployeeTests.Name)]
public sealed class FullDatabaseTests(EmployeeFixture erp) : IAsyncLifetime
{
    private readonly MariaDbServer _server =
        new("--innodb-file-per-table=OFF", "--innodb-data-file-path=ibdata1:12M;ibdata2:32M");

    public ValueTask InitializeAsync() => new(_server.StartAsync());

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_server).DisposeAsync();

    [Fact]
    public async Task What_finds_no_room_is_answered_503()
    {
        await using var service = erp.Replica(_server.ConnectionString);
        using var hr = service.ClientFor(Tokens.User(1_000_000, "HR"));
        await Eventually.TrueAsync(async () => await StatusAsync(hr.GetAsync("/health")) == 200);
        await using var sql = new MySqlConnection(_server.ConnectionString + ";Pooling=false");
        await sql.ExecuteAsync("CREATE TABLE filler (part LONGBLOB)");
        for (var size = 1 << 20; size >= 1 << 10;)
        {
            try
            {
                await sql.ExecuteAsync("INSERT INTO filler VALUES (REPEAT('x', @size))", new { size });
            }
            catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.RecordFileFull)
            {
                size /= 2;
            }
        }

        // Some find room in pages that are half full.
        var (number, last) = (0, 201);
        while (last == 201) last = await StatusAsync(HireAsync(hr, number++));
        Assert.Equal(503, last);
    }

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
