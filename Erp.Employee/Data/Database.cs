using System.Data;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>Runs queries and transactions. What goes wrong on the way to the database is answered as 503, never as 404 or 500.</summary>
internal sealed class Database(ConnectionFactory connections, IOptions<DatabaseOptions> options) : IDisposable
{
    private const int Attempts = 8;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // The driver blocks a thread while its pool is empty; waiting here does not.
    private readonly SemaphoreSlim _free = new(options.Value.PoolSize);
    private readonly TimeSpan _wait = TimeSpan.FromSeconds(options.Value.WaitSeconds);

    /// <summary>Reads, outside a transaction.</summary>
    public async Task<T> ReadAsync<T>(Func<MySqlConnection, Task<T>> query, CancellationToken cancellationToken = default)
    {
        using var place = await EnterAsync(cancellationToken);
        try
        {
            await using var connection = connections.Create();
            await connection.OpenAsync(CancellationToken.None);
            return await query(connection);
        }
        catch (Exception e) when (e.IsUnavailable())
        {
            throw Unavailable();
        }
    }

    /// <summary>One READ COMMITTED transaction: commits when <paramref name="work"/> returns, rolls back when it throws, and runs
    /// it again when the database chose it as the victim of a deadlock. It is not run again when the outcome is unknown.</summary>
    public async Task<T> WriteAsync<T>(Func<MySqlTransaction, Task<T>> work, CancellationToken cancellationToken = default)
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
            catch (Exception e) when (e.IsUnavailable() || (e as MySqlException)?.IsDeadlock() == true)
            {
                throw Unavailable();
            }
        }
    }

    public void Dispose() => _free.Dispose();

    private async Task<T> TryWriteAsync<T>(Func<MySqlTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        using var place = await EnterAsync(cancellationToken);
        await using var connection = connections.Create();
        await connection.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None);
        var result = await work(transaction);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private async Task<Place> EnterAsync(CancellationToken cancellationToken) =>
        await _free.WaitAsync(_wait, cancellationToken) ? new(_free) : throw Unavailable();

    private static ProblemException Unavailable() =>
        Problems.Unavailable("database_unavailable", "The database is away for the moment; try again.", RetryAfter);

    private readonly struct Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
