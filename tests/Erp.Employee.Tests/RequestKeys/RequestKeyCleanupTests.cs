using Dapper;
using Erp.Employee.RequestKeys;
using Erp.Employee.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Erp.Employee.Tests.RequestKeys;

[Collection(EmployeeTests.Name)]
public sealed class RequestKeyCleanupTests(EmployeeFixture erp)
{
    [Fact]
    public async Task Keys_are_kept_for_thirty_days()
    {
        await using var sql = new MySqlConnection(erp.Server.ConnectionString);
        var (caller, made) = (7_000_001, erp.Time.Now);
        // More than are deleted at once.
        await InsertAsync("old", 1_200, made);
        await InsertAsync("new", 3, made.AddDays(1));
        try
        {
            erp.Time.Now = made.AddDays(30);
            await SweepAsync();
            Assert.Equal(1_203, await CountAsync());
            erp.Time.Now = made.AddDays(30).AddSeconds(1);
            await SweepAsync();
            Assert.Equal(3, await CountAsync());
        }
        finally
        {
            erp.Time.Now = made;
        }

        Task InsertAsync(string key, int count, DateTimeOffset at) => sql.ExecuteAsync(
            $"""
            INSERT INTO request_keys (caller_id, request_key, body_hash, created_id, created_at)
              SELECT @caller, CONCAT(@key, seq), REPEAT('x', 32), 1, @at FROM seq_1_to_{count}
            """, new { caller, key, at });

        Task<int> CountAsync() => sql.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM request_keys WHERE caller_id = @caller", new { caller });
    }

    private Task SweepAsync() => erp.App.Services.GetServices<IHostedService>().OfType<RequestKeyCleanup>().Single()
        .SweepAsync(CancellationToken.None);
}
