using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>Makes connections from connection string <c>mysql</c> and the settings that this service insists on.</summary>
internal sealed class ConnectionFactory
{
    private readonly string _connection;

    public ConnectionFactory(IConfiguration configuration, IOptions<DatabaseOptions> options)
    {
        var given = configuration.GetConnectionString("mysql");
        if (string.IsNullOrWhiteSpace(given))
            throw new InvalidOperationException("ConnectionStrings:mysql is not set: Server=…;Port=…;User ID=…;Password=…;Database=erp");
        var text = new MySqlConnectionStringBuilder(given)
        {
            MaximumPoolSize = (uint)options.Value.PoolSize,
            DefaultCommandTimeout = options.Value.CommandTimeoutSeconds,
            CharacterSet = "utf8mb4",
            AllowUserVariables = false,
            AllowLoadLocalInfile = false,
            // Rows matched, not rows changed, so that an update to the same values still counts.
            UseAffectedRows = false,
        };
        if (!given.Contains("Connection Timeout", StringComparison.OrdinalIgnoreCase)) text.ConnectionTimeout = 5;
        if (string.IsNullOrEmpty(text.Database)) text.Database = "erp";
        DatabaseName = text.Database;
        _connection = text.ConnectionString;
    }

    public string DatabaseName { get; }

    public MySqlConnection Create() => new(_connection);

    /// <summary>Without the pool and without a database, for the time before the database exists.</summary>
    public MySqlConnection CreateForServer() =>
        new(new MySqlConnectionStringBuilder(_connection) { Database = "", Pooling = false }.ConnectionString);
}
