using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>Makes connections from connection string <c>mysql</c> and the settings that this service insists
/// on.</summary>
internal sealed class ConnectionFactory
{
    private readonly string _connection;

    public ConnectionFactory(IConfiguration configuration, IOptions<DatabaseOptions> options)
    {
        var given = configuration.GetConnectionString("mysql");
        if (string.IsNullOrWhiteSpace(given))
            throw new InvalidOperationException(
                "ConnectionStrings:mysql is not set: Server=…;Port=…;User ID=…;Password=…;Database=erp");
        var text = new MySqlConnectionStringBuilder(given)
        {
            MaximumPoolSize = options.Value.PoolSize,
            ConnectionTimeout = options.Value.WaitSeconds,
            DefaultCommandTimeout = options.Value.CommandTimeoutSeconds,
            AllowUserVariables = false,
            AllowLoadLocalInfile = false,
            DateTimeKind = MySqlDateTimeKind.Utc,
            // Message ids are text of 36 characters, not Guids.
            GuidFormat = MySqlGuidFormat.None,
        };
        if (string.IsNullOrEmpty(text.Database)) text.Database = "erp";
        DatabaseName = text.Database;
        _connection = text.ConnectionString;
    }

    public string DatabaseName { get; }

    public MySqlConnection Create() => new(_connection);

    /// <summary>Connections that are open now are not used again; those in use are closed when they come
    /// back.</summary>
    public void Renew() => MySqlConnection.ClearPool(Create());

    /// <summary>Without the pool and without a database, for the time before the database exists.</summary>
    public MySqlConnection CreateForServer() =>
        new(new MySqlConnectionStringBuilder(_connection) { Database = "", Pooling = false }.ConnectionString);
}
