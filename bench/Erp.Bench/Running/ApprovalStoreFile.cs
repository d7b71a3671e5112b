using System.Globalization;
using Erp.Bench.Reporting;
using Microsoft.Data.Sqlite;

namespace Erp.Bench.Running;

/// <summary>Looks into the file of the approval store beside the services.</summary>
internal sealed class ApprovalStoreFile(string file)
{
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30,
    }.ToString();

    /// <summary>Requests.</summary>
    public long Count() => Scalar("SELECT count(*) FROM approvals");

    /// <summary>Requests of which a message is not answered by its receiver yet.</summary>
    public long Unanswered() => Scalar("SELECT count(*) FROM approvals WHERE outbox_due IS NOT NULL");

    /// <summary>A document as it stands there.</summary>
    public string AnyDocument()
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT doc FROM approvals ORDER BY id DESC LIMIT 1";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Adds requests of nobody in particular, decided long ago, until there are so many.</summary>
    public void FillUpTo(int count)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 60 }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @count)
            INSERT INTO approvals (id, version, requester_id, status, type, deducting, doc)
            SELECT last + n, 9, 9000000 + n % 5000, 'approved', 'GENERAL', 0,
                json_set(@doc, '$.id', last + n, '$.requesterId', 9000000 + n % 5000, '$.status', 'approved',
                    '$.outbox', json('[]'))
            FROM numbers, approval_sequence;
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @count)
            INSERT INTO approval_approvers (approver_id, approval_id)
            SELECT 9100000 + n % 700, last + n FROM numbers, approval_sequence;
            UPDATE approval_sequence SET last = last + @count;
            """;
        command.Parameters.AddWithValue("@doc", AnyDocument());
        command.Parameters.AddWithValue("@count", 0);
        // A thousand at a time: the services write as well.
        for (long missing; (missing = count - Count()) > 0;)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            command.Transaction = transaction;
            command.Parameters["@count"].Value = Math.Min(missing, 1000);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Waits until every message has had its effect.</summary>
    /// <returns>How long that took, in seconds.</returns>
    public async Task<double> DrainAsync(CancellationToken cancellationToken)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var said = TimeSpan.Zero;
        for (long left; (left = Unanswered()) > 0; await Task.Delay(100, cancellationToken))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10))
                throw new BenchException($"{left} requests still have messages without an answer after ten minutes.");
            if (clock.Elapsed - said < TimeSpan.FromSeconds(5)) continue;
            Report.Say($"  {left} requests wait for answers to their messages");
            said = clock.Elapsed;
        }
        return clock.Elapsed.TotalSeconds;
    }

    private long Scalar(string sql)
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written above
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
