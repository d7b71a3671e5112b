using Dapper;
using Erp.Employee.Data;
using Erp.Employee.Tests.Support;
using EvolveDb;
using EvolveDb.Migration;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Erp.Employee.Tests.Data;

/// <summary>What was booked before there were leave years.</summary>
[Collection(EmployeeTests.Name)]
public sealed class LeaveYearMigrationTests(EmployeeFixture erp)
{
    private const string Before = """
        INSERT INTO employees (id, name, email, department, position, role, created_at) VALUES
          (1, 'Kim', 'kim@example.com', 'Sales', 'Clerk', 'STAFF', '2024-01-15'),
          (2, 'Lee', 'lee@example.com', 'Sales', 'Clerk', 'STAFF', '2024-01-15');
        INSERT INTO leaves (id, employee_id, start_date, end_date, days, reason, status, created_at) VALUES
          (1, 1, '2025-06-07', '2025-06-08', 10, 'x', 'APPROVED', '2025-01-01'),
          (2, 1, '2026-12-30', '2027-01-02', 4, 'x', 'APPROVED', '2026-01-01'),
          (3, 1, '2025-12-30', '2026-01-02', 4, 'x', 'PENDING', '2026-01-01');
        INSERT INTO leave_ledger (employee_id, delta, kind, source, balance_after, created_at) VALUES
          (1, 15, 'ENTITLEMENT', '1/2024', 15, NOW()), (1, 15, 'ENTITLEMENT', '1/2025', 30, NOW()),
          (1, 15, 'ENTITLEMENT', '1/2026', 45, NOW()), (1, -10, 'LEAVE', '1', 35, NOW()),
          (1, -4, 'LEAVE', '2', 31, NOW()), (2, 15, 'ENTITLEMENT', '2/2024', 15, NOW());
        """;

    [Fact]
    public async Task Balances_are_the_same_after_it_and_go_over_like_others_when_the_year_ends()
    {
        var connection = await erp.Server.CreateDatabaseAsync();
        await using (var sql = new MySqlConnection(connection))
        {
            new Evolve(sql)
            {
                EmbeddedResourceAssemblies = [typeof(Migrator).Assembly],
                EmbeddedResourceFilters = ["Erp.Employee.Data.Migrations"],
                TargetVersion = new MigrationVersion("11"),
            }.Migrate();
            await sql.ExecuteAsync(Before);
        }
        await using var kafka = new EmbeddedKafkaCluster();
        await using var service = erp.Replica(connection, null, ("ConnectionStrings:kafka", kafka.BootstrapServers));
        await service.Services.GetRequiredService<SchemaState>().WaitAsync(
            new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        var hr = service.ClientFor(Tokens.User(900_001, "HR"));
        async Task<(decimal, decimal, decimal)> OfAsync(long employee, string query = "")
        {
            var balance = await hr.GetAsync($"/employees/{employee}/leave-balance{query}").OkAsync();
            return ((decimal)balance["used"]!, (decimal)balance["pending"]!, (decimal)balance["remaining"]!);
        }

        Assert.Equal((14m, 4m, 31m), await OfAsync(1));
        // Nobody had looked at this one since 2024; the two years in between are granted as they were before.
        Assert.Equal((0m, 0m, 45m), await OfAsync(2));
        Assert.Equal((0m, 0m, 0m), await OfAsync(1, "?year=2025"));

        // Days of a leave from before come back to where they were taken from.
        await service.ClientFor(Tokens.User(1)).PostAsync("/leaves/2/cancel").OkAsync();
        Assert.Equal((10m, 4m, 35m), await OfAsync(1));
        await hr.PutAsync("/leaves/3/approve").OkAsync();
        Assert.Equal((14m, 0m, 31m), await OfAsync(1));
        await erp.InAsync(2027, async () =>
        {
            Assert.Equal((0m, 0m, 20m), await OfAsync(1));
            Assert.Equal((14m, 0m, 26m), await OfAsync(1, "?year=2026"));
        });
    }
}
