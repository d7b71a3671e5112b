using Dapper;
using MySqlConnector;

namespace Erp.Chaos.Faults;

/// <summary>The database takes no writes, as a writer that was demoted under its clients.</summary>
internal sealed class ReadOnlyMySql : Fault
{
    public override string Name => "readonly-mysql";

    public override string What => "MySQL is read-only for 15 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    public override string? Missing(ChaosApplication app) => app.NotItsOwn(Services.MySql);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        // Only its administrator may do that, who comes over the socket.
        var user = new MySqlConnectionStringBuilder(await app.ConnectionStringAsync(Services.MySql));
        var root = new MySqlConnectionStringBuilder
        {
            Server = Path.Combine(app.DataFolder, Services.MySql, "mysql.sock"),
            ConnectionProtocol = MySqlConnectionProtocol.Unix, UserID = "root", Password = user.Password,
            Pooling = false,
        };
        await using var connection = new MySqlConnection(root.ConnectionString);
        await connection.ExecuteAsync("SET GLOBAL read_only = 1");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(brief ? 4 : 15));
        }
        finally
        {
            await connection.ExecuteAsync("SET GLOBAL read_only = 0");
        }
    }
}
