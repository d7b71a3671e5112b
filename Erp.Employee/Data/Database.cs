using System.Data;
using Dapper;
using Erp.ServiceDefaults.Errors;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>Runs queries and transactions. What goes wrong on the way to the database is answered as 503, never as 404
/// or 500.</summary>
internal sealed class Database(ConnectionFactory connections, SchemaState schema)
{
    private const int Attempts = 8;

    /// <summary>Reads, outside a transaction.</summary>
    public async Task<T> ReadAsync<T>(
        Func<MySqlConnection, Task<T>> query, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = connections.Create();
            await connection.OpenAsync(cancellationToken);
            return await query(connection);
        }
        catch (Exception e) when (IsAway(e))
        {
            throw Away(e);
        }
    }

    /// <summary>One READ COMMITTED transaction: commits when <paramref name="work"/> returns, rolls back when it
    /// throws, and runs it again when the database chose it as the victim of a deadlock. It is not run again when the
    /// outcome is unknown.</summary>
    public async Task<T> WriteAsync<T>(
        Func<MySqlTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryWriteAsync(work, cancellationToken);
            }
            catch (MySqlException e) when (e.IsDeadlock() && attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(5, 20 * attempt), cancellationToken);
            }
            catch (Exception e) when (IsAway(e))
            {
                if (e is MySqlException refused && refused.IsReadOnly()) connections.Renew();
                throw Away(e);
            }
        }
    }

    /// <summary>Whether the server takes writes. One that does not is left: the next connection may lead to another
    /// one, as after a failover.</summary>
    public async Task<bool> IsWritableAsync(CancellationToken cancellationToken)
    {
        var readOnly = await ReadAsync(
            c => c.ExecuteScalarAsync<bool>("SELECT @@read_only OR @@innodb_read_only", commandTimeout: 3),
            cancellationToken);
        if (readOnly) connections.Renew();
        return !readOnly;
    }

    private async Task<T> TryWriteAsync<T>(Func<MySqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = connections.Create();
        await connection.OpenAsync(cancellationToken);
        await using var transaction =
            await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None);
        var result = await work(transaction);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    // A table that is missing comes with the migration; once that is done it is a fault, and waiting mends nothing.
    private bool IsAway(Exception e) => e.IsUnavailable() || (!schema.IsReady && e.IsOfMissingSchema());

    private static DependencyUnavailableException Away(Exception e) => new($"MySQL: {e.Message}", e);
}
