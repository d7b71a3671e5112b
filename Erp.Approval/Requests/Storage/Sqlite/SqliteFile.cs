using System.Collections.Concurrent;
using System.Threading.Channels;
using Erp.ServiceDefaults.Errors;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>One SQLite file that several processes of this machine share (write-ahead log). Reads go side by side.
/// Changes that wait at the same moment become one transaction, because most of a commit's time is the disk's, however
/// much it writes. SQLite has no asynchronous I/O: a thread of the pool waits instead of the caller's.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private const int MostTogether = 200, MostReaders = 16;
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SemaphoreSlim _reading = new(MostReaders);
    private readonly Channel<Change> _changes =
        Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    /// <summary>Opens nothing yet.</summary>
    public SqliteFile(string connectionString)
    {
        _connectionString = connectionString;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Reads what is committed.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(query), cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Changes something, all of it or nothing; completes when it is on the disk.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancellationToken)
    {
        var waiting = new Change<T>(change, cancellationToken);
        ObjectDisposedException.ThrowIf(!_changes.Writer.TryWrite(waiting), this);
        return await waiting.Done;
    }

    /// <summary>Completes the changes that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
        foreach (var reader in _readers) reader.Dispose();
        _readers.Clear();
    }

    private T Read<T>(Func<SqliteSession, T> query)
    {
        SqliteSession? session = null;
        try
        {
            if (!_readers.TryTake(out session)) session = new(_connectionString);
            var result = query(session);
            _readers.Add(session);
            return result;
        }
        catch (Exception e)
        {
            session?.Dispose();
            if (Away(e) is { } away) throw away;
            throw;
        }
    }

    private async Task WriteAllAsync()
    {
        SqliteWriter? writer = null;
        List<Change> batch = [];
        while (await _changes.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostTogether && _changes.Reader.TryRead(out var change)) batch.Add(change);
            try
            {
                writer ??= new(_connectionString);
                writer.Write(batch);
                foreach (var change in batch) change.Complete();
            }
#pragma warning disable CA1031 // Who waits gets it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // Closing it takes everything back.
                writer?.Dispose();
                writer = null;
                foreach (var change in batch) change.Fail(Away(e) ?? e);
            }
            batch.Clear();
        }
        writer?.Dispose();
    }

    // Busy, locked, I/O error, cannot open, full, or a schema that is not there yet: the file, not the request, is at
    // fault.
    private static DependencyUnavailableException? Away(Exception e) =>
        e is SqliteException { SqliteErrorCode: 1 or 5 or 6 or 10 or 13 or 14 }
            ? new($"SQLite store: {e.Message}", e)
            : null;

    /// <summary>A change that waits.</summary>
    internal abstract class Change
    {
        /// <summary>Makes it, or takes back what it did and keeps why.</summary>
        public abstract void Make(SqliteSession session);

        /// <summary>It is on the disk.</summary>
        public abstract void Complete();

        /// <summary>It is not there.</summary>
        public abstract void Fail(Exception reason);
    }

    private sealed class Change<T>(Func<SqliteSession, T> change, CancellationToken cancellationToken) : Change
    {
        // Who waits goes on elsewhere: the writer has others to serve.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Of who waits: what is made belongs to their trace.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private T? _result;
        private Exception? _refused;

        public Task<T> Done => _done.Task;

        public override void Make(SqliteSession session)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _refused = new OperationCanceledException(cancellationToken);
                return;
            }
            session.Execute("SAVEPOINT change");
            try
            {
                if (_context is null) _result = change(session);
                else ExecutionContext.Run(_context, _ => _result = change(session), null);
            }
#pragma warning disable CA1031 // Who waits gets it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                session.Execute("ROLLBACK TO change");
                _refused = Away(e) ?? e;
            }
            session.Execute("RELEASE change");
        }

        public override void Complete()
        {
            if (_refused is null) _done.SetResult(_result!);
            else _done.SetException(_refused);
        }

        public override void Fail(Exception reason) => _done.SetException(reason);
    }
}
