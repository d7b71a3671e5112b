using Erp.Approval.Requests.Domain;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>An open connection with the statements that it has prepared. For one user at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>Opens the file, which is made when it is not there.</summary>
    public SqliteSession(string connectionString)
    {
        Connection = new(connectionString);
        Connection.Open();
        Connection.CreateFunction(
            SqliteQueries.HasTerms,
            (string title, string terms) => TitleTerms.Has(title, terms.Split(' ')), isDeterministic: true);
        // A commit is on the disk when it returns, also after a power failure.
        Execute("PRAGMA synchronous = FULL");
    }

    /// <summary>For what is no statement of ours.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params (string Name, object? Value)[] parameters) =>
        Command(sql, parameters).ExecuteNonQuery();

    /// <summary>All rows of a query, or of a statement that returns some.</summary>
    public List<T> Read<T>(
        string sql, Func<SqliteDataReader, T> map, params (string Name, object? Value)[] parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        Connection.Dispose();
    }

    // Parameters that a statement does not use are left out.
    private SqliteCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Statements come from SqliteQueries and the schema only; values are always parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, _) in parameters)
                if (sql.Contains(name, StringComparison.Ordinal)) command.Parameters.Add(new(name, null));
            _prepared.Add(sql, command);
        }
        foreach (var (name, value) in parameters)
            if (command.Parameters.IndexOf(name) is >= 0 and var index)
                command.Parameters[index].Value = value ?? DBNull.Value;
        return command;
    }
}
