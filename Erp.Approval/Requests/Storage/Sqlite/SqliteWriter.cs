using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>The one connection of this process that changes the file.</summary>
internal sealed class SqliteWriter(string connectionString) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Who has waited for so long is next.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(10);

    private readonly SqliteSession _session = new(connectionString);
    private readonly SqliteTurn _turn = new(new SqliteConnectionStringBuilder(connectionString).DataSource + "-turn");

    /// <summary>Makes these changes in one transaction; when this returns they are on the disk. Throws when none of
    /// them is.</summary>
    public void Write(IEnumerable<SqliteFile.Change> changes)
    {
        Begin();
        foreach (var change in changes) change.Make(_session);
        _session.Execute("COMMIT");
    }

    public void Dispose() => _session.Dispose();

    // The driver would wait 150 ms before it asks again for a file that another process changes at the moment, which
    // takes it one or two.
    private void Begin()
    {
        _turn.LetOthers();
        SafeFileHandle? turn = null;
        try
        {
            for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(1))
            {
                var result = raw.sqlite3_exec(_session.Connection.Handle, "BEGIN IMMEDIATE");
                if (result == raw.SQLITE_OK) return;
                if (result != raw.SQLITE_BUSY || clock.Elapsed > Patience)
                    SqliteException.ThrowExceptionForRC(result, _session.Connection.Handle);
                if (clock.Elapsed > LongWait) turn ??= _turn.TryTake();
            }
        }
        finally
        {
            turn?.Dispose();
        }
    }
}
