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
