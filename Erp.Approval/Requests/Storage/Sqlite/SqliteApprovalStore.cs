using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Microsoft.Data.Sqlite;
using static Erp.Approval.Requests.Storage.Sqlite.SqliteStatements;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>The store on one SQLite file that several processes of this machine share: write-ahead log, busy timeout,
/// every change one transaction.</summary>
public sealed partial class SqliteApprovalStore : IApprovalStore
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new EnumConverter() } };
    private readonly string _connectionString;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connectionString"><c>Data Source=/path/approvals.db</c></param>
    public SqliteApprovalStore(string connectionString) =>
        _connectionString =
            new SqliteConnectionStringBuilder(connectionString) { Pooling = true, DefaultTimeout = 10 }.ToString();

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellationToken)
    {
        CreateFolder();
        return Run(connection => SqliteMigrations.Apply(connection, Document), cancellationToken);
    }

    private void CreateFolder()
    {
        try
        {
            if (Path.GetDirectoryName(new SqliteConnectionStringBuilder(_connectionString).DataSource) is
                { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DependencyUnavailableException($"SQLite store: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) =>
        Run(
            connection => Read(connection, "SELECT last FROM approval_sequence WHERE one = 1", r => r.GetInt64(0)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> NextIdAsync(CancellationToken cancellationToken) =>
        Run(connection => Read(connection, SqliteQueries.NextId, r => r.GetInt64(0))[0], cancellationToken);

    /// <inheritdoc/>
    public Task<bool> InsertAsync(
        ApprovalRequest request,
        Idempotency? idempotency,
        CancellationToken cancellationToken) =>
        Run(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                try
                {
                    Execute(
                        connection,
                        SqliteQueries.Insert,
                        [
                            .. Columns(request),
                            ("@requester", request.RequesterId),
                            ("@type", request.Type.Name()),
                            ("@key", idempotency?.Key),
                            ("@hash", idempotency?.BodyHash),
                        ]);
                }
                // SQLITE_CONSTRAINT_UNIQUE: the idempotency key; the primary key has a code of its own.
                catch (SqliteException e) when (e.SqliteExtendedErrorCode == 2067)
                {
                    return false;
                }
                InsertLine(connection, request);
                foreach (var term in TitleTerms.Of(request.Title))
                    Execute(connection, SqliteQueries.InsertTerm, ("@term", term), ("@id", request.Id));
                transaction.Commit();
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalRequest?> FindAsync(long id, CancellationToken cancellationToken) =>
        Run(
            connection => Read(connection, SqliteQueries.Find, Document, ("@id", id)).FirstOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<Earlier?> FindByKeyAsync(long requesterId, string key, CancellationToken cancellationToken) =>
        Run(connection => Read(connection, SqliteQueries.FindByKey, r => new Earlier(Document(r), r.GetString(1)),
            ("@requester", requesterId), ("@key", key)).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(
        ApprovalRequest request, long? releaseLease, CancellationToken cancellationToken)
    {
        var read = request.Version;
        request.Version = read + 1;
        return await Run(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                var replaced = Execute(
                    connection,
                    SqliteQueries.Replace,
                    [
                        .. Columns(request).Where(c => c.Name != "@version"),
                        ("@version", read),
                        ("@lease", releaseLease ?? -1),
                    ]) == 1;
                if (replaced && request.LineChanged)
                {
                    Execute(connection, SqliteQueries.DeleteApprovers, ("@id", request.Id));
                    InsertLine(connection, request);
                }
                transaction.Commit();
                return replaced;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ApprovalRequest?> LeaseAsync(
        DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        Run(
            connection => Read(
                connection, SqliteQueries.Lease, Document,
                ("@now", now.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds())).FirstOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<OutboxBacklog> MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Run(
            connection => Read(
                connection, SqliteQueries.MeasureDue,
                r => new OutboxBacklog(
                    r.GetInt64(0), r.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1))),
                ("@now", now.ToUnixTimeMilliseconds()))[0],
            cancellationToken);

    private static void InsertLine(SqliteConnection connection, ApprovalRequest request)
    {
        foreach (var approver in request.Line)
            Execute(connection, SqliteQueries.InsertApprover, ("@approver", approver), ("@id", request.Id));
    }

    /// <summary>SQLite has no asynchronous I/O; a thread of the pool waits instead of the caller's.</summary>
    private Task<T> Run<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            Execute(connection, "PRAGMA synchronous = FULL");
            return work(connection);
        }
        // Busy, locked, I/O error, cannot open, full, or a schema that is not there yet: the file, not the request, is
        // at fault.
        catch (SqliteException e) when (e.SqliteErrorCode is 1 or 5 or 6 or 10 or 13 or 14)
        {
            throw new DependencyUnavailableException($"SQLite store: {e.Message}", e);
        }
    }, cancellationToken);

    private static (string Name, object? Value)[] Columns(ApprovalRequest request) =>
    [
        ("@id", request.Id), ("@version", request.Version), ("@status", request.Status.Name()),
        ("@pendingApprover", request.Current?.ApproverId), ("@pendingEpoch", request.Current?.InboxEpoch),
        ("@deducting", request.Deducting ? 1 : 0), ("@outboxDue", request.OutboxDue?.ToUnixTimeMilliseconds()),
        ("@doc", JsonSerializer.Serialize(request, Json)),
    ];

    private static ApprovalRequest Document(SqliteDataReader row) =>
        JsonSerializer.Deserialize<ApprovalRequest>(row.GetString(0), Json)!;
}
