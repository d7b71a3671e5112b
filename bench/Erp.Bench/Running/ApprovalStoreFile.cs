using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Erp.Bench.Running;

/// <summary>The store as a file of SQLite.</summary>
internal sealed class ApprovalStoreFile(string file) : ApprovalStore
{
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30,
    }.ToString();

    /// <summary>Requests.</summary>
    public long Count() => Scalar("SELECT count(*) FROM approvals");

    /// <inheritdoc/>
    protected override Task<long> UnansweredAsync() =>
        Task.FromResult(Scalar("SELECT count(*) FROM approvals WHERE outbox_due IS NOT NULL"));

    /// <summary>A document as it stands there.</summary>
    public string AnyDocument()
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT doc FROM approvals ORDER BY id DESC LIMIT 1";
        return (string)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public override Task FillUpToAsync(int count, CancellationToken cancellationToken)
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
            cancellationToken.ThrowIfCancellationRequested();
            using var transaction = connection.BeginTransaction(deferred: false);
            command.Transaction = transaction;
            command.Parameters["@count"].Value = Math.Min(missing, 1000);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
        return Task.CompletedTask;
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
