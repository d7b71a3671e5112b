using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Erp.Bench.Twins;

/// <summary>The insert of a request straight through the driver, each a transaction of its own that is on the disk when
/// it returns: what nobody who uses SQLite without more can exceed.</summary>
internal static class SqliteInserts
{
    /// <summary>Inserts for a while, by so many threads with a connection each.</summary>
    public static double PerSecond(string document, int workers, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("erp-bench-twin-").FullName;
        try
        {
            var connection = $"Data Source={Path.Combine(folder, "twin.db")};Default Timeout=30";
            using (var first = Open(connection))
            {
                Execute(first, "PRAGMA journal_mode = WAL");
                using var schema = typeof(SqliteInserts).Assembly.GetManifestResourceStream("schema.sql")!;
                Execute(first, new StreamReader(schema).ReadToEnd());
            }
            var clock = Stopwatch.StartNew();
            var (ids, done) = (0L, 0L);
            var threads = Enumerable.Range(0, workers).Select(_ => new Thread(() =>
            {
                using var own = Open(connection);
                using var insert = Insert(own);
                while (clock.Elapsed < duration)
                {
                    using var transaction = own.BeginTransaction(deferred: false);
                    var id = Interlocked.Increment(ref ids);
                    insert.Transaction = transaction;
                    (insert.Parameters[0].Value, insert.Parameters[1].Value) = (id, document);
                    insert.ExecuteNonQuery();
                    transaction.Commit();
                    Interlocked.Increment(ref done);
                }
            })).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
            return done / clock.Elapsed.TotalSeconds;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    private static SqliteCommand Insert(SqliteConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO approvals
                (id, version, requester_id, status, type, pending_approver, deducting, outbox_due, doc)
            VALUES (@id, 1, 1, 'IN_PROGRESS', 'GENERAL', 2, 0, 1, @doc);
            INSERT INTO approval_approvers (approver_id, approval_id) VALUES (2, @id)
            """;
        command.Parameters.AddWithValue("@id", 0L);
        command.Parameters.AddWithValue("@doc", "");
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The schema and pragmas.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
