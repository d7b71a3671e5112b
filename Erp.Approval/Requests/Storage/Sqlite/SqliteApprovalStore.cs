using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>The store on one SQLite file that several processes of this machine share.</summary>
public sealed partial class SqliteApprovalStore : IApprovalStore, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new EnumConverter() } };
    private readonly string _path;
    private readonly SqliteFile _file;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connectionString"><c>Data Source=/path/approvals.db</c></param>
    public SqliteApprovalStore(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 10 };
        (_path, _file) = (connection.DataSource, new(connection.ToString()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        CreateFolder();
        // Of the file, for good; no transaction can change it.
        await _file.ReadAsync(session => session.Execute("PRAGMA journal_mode = WAL"), cancellationToken);
        await _file.WriteAsync(session => SqliteMigrations.Apply(session, Document), cancellationToken);
    }

    private void CreateFolder()
    {
        try
        {
            if (Path.GetDirectoryName(_path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DependencyUnavailableException($"SQLite store: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) =>
        _file.ReadAsync(
            session => session.Read("SELECT last FROM approval_sequence WHERE one = 1", r => r.GetInt64(0)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalRequest?> InsertAsync(
        Func<long, ApprovalRequest> make, Idempotency? idempotency, CancellationToken cancellationToken,
        Func<ApprovalRequest, DateTimeOffset?>? leasing = null) =>
        _file.WriteAsync(
            session =>
            {
                var request = make(session.Read(SqliteQueries.NextId, r => r.GetInt64(0))[0]);
                var inserted = session.Execute(
                    SqliteQueries.Insert,
                    [
                        ("@id", request.Id),
                        ("@version", request.Version),
                        .. Parameters(Searched(request)),
                        ("@doc", JsonSerializer.Serialize(request, Json)),
                        ("@requester", request.RequesterId),
                        ("@type", request.Type.Name()),
                        ("@lease_until", leasing?.Invoke(request)?.ToUnixTimeMilliseconds() ?? 0),
                        ("@created_at", request.CreatedAt.ToUnixTimeMilliseconds()),
                        ("@key", idempotency?.Key),
                        ("@hash", idempotency?.BodyHash),
                    ]);
                if (inserted == 0) return null;
                InsertLine(session, request);
                InsertReaders(session, request);
                session.Execute(
                    SqliteQueries.InsertTitle, ("@words", TitleTerms.Words(request.Title)), ("@id", request.Id));
                return request;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalRequest?> FindAsync(long id, CancellationToken cancellationToken) =>
        _file.ReadAsync(
            session => session.Read(SqliteQueries.Find, Document, ("@id", id)).FirstOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<Earlier?> FindByKeyAsync(long requesterId, string key, CancellationToken cancellationToken) =>
        _file.ReadAsync(session => session.Read(SqliteQueries.FindByKey, r => new Earlier(Document(r), r.GetString(1)),
            ("@requester", requesterId), ("@key", key)).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalRequest?> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken,
        long? releaseLease = null, Func<ApprovalRequest, DateTimeOffset, DateTimeOffset?>? leasing = null) =>
        // Nobody else writes meanwhile, so what is read is what is changed.
        _file.WriteAsync(
            session =>
            {
                var (request, held) = session.Read(
                    SqliteQueries.FindToChange, r => (Document(r), r.GetInt64(1)), ("@id", id)).FirstOrDefault();
                if (request is null) return null;
                var before = Searched(request);
                if (!change(request)) return request;
                request.Version++;
                var changed = Searched(request).Except(before).ToList();
                var leasedUntil =
                    leasing?.Invoke(request, DateTimeOffset.FromUnixTimeMilliseconds(held))?.ToUnixTimeMilliseconds();
                var leaseUntil = request.OutboxDue is null ? SqliteQueries.NoLease
                    : leasedUntil is not null ? SqliteQueries.NewLease
                    : releaseLease is null ? null
                    : SqliteQueries.OwnLeaseEnds;
                session.Execute(
                    SqliteQueries.Update(changed.Select(c => c.Column), leaseUntil),
                    [
                        ("@id", id),
                        ("@version", request.Version),
                        .. Parameters(changed),
                        ("@doc", JsonSerializer.Serialize(request, Json)),
                        ("@lease", leasedUntil ?? releaseLease),
                    ]);
                InsertDeciders(session, request);
                if (!request.LineChanged) return request;
                session.Execute(SqliteQueries.DeleteApprovers, ("@id", id));
                InsertLine(session, request);
                return request;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TakeLeaseAsync(
        string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            session => session.Execute(
                SqliteQueries.TakeLease, ("@name", name), ("@holder", holder),
                ("@now", now.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds()),
                ("@latest", Leases.Latest(now, until - now).ToUnixTimeMilliseconds())) == 1,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApprovalRequest>> LeaseAsync(
        int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var leased = await _file.WriteAsync(
            session => session.Read(
                SqliteQueries.Lease, r => r.GetString(0), ("@now", now.ToUnixTimeMilliseconds()),
                ("@until", until.ToUnixTimeMilliseconds()),
                ("@latest", Leases.Latest(now, until - now).ToUnixTimeMilliseconds()), ("@most", most)),
            cancellationToken);
        // Others wait for the writer.
        return [.. leased.Select(Document)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, long>> ListLeasesAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var leases = await _file.ReadAsync(
            session => ids.Select(id => session.Read(
                SqliteQueries.LeaseOf, r => KeyValuePair.Create(r.GetInt64(0), r.GetInt64(1)), ("@id", id))).ToList(),
            cancellationToken);
        return leases.SelectMany(l => l).ToDictionary();
    }

    /// <inheritdoc/>
    public Task<OutboxBacklog> MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _file.ReadAsync(
            session => session.Read(
                SqliteQueries.MeasureDue,
                r => new OutboxBacklog(
                    r.GetInt64(0),
                    r.IsDBNull(1) ? null : OutboxEntry.Since(DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)))),
                ("@now", now.ToUnixTimeMilliseconds()))[0],
            cancellationToken);

    private static void InsertLine(SqliteSession session, ApprovalRequest request)
    {
        foreach (var approver in request.Line)
            session.Execute(SqliteQueries.InsertApprover, ("@approver", approver), ("@id", request.Id));
    }

    internal static void InsertDeciders(SqliteSession session, ApprovalRequest request)
    {
        foreach (var decider in request.Deciders)
            session.Execute(SqliteQueries.InsertDecider, ("@decider", decider), ("@id", request.Id));
    }

    /// <summary>Readers stay who they are.</summary>
    internal static void InsertReaders(SqliteSession session, ApprovalRequest request)
    {
        foreach (var reader in request.Readers)
            session.Execute(SqliteQueries.InsertReader, ("@reader", reader), ("@id", request.Id));
    }

    /// <summary>Columns beside the document that change with it.</summary>
    internal static (string Column, object? Value)[] Searched(ApprovalRequest request) =>
    [
        ("status", request.Status.Name()), ("pending_approver", request.Current?.ApproverId),
        ("pending_epoch", request.Current?.InboxEpoch), ("deducting", request.Deducting ? 1 : 0),
        ("outbox_due", request.OutboxDue?.ToUnixTimeMilliseconds()),
        ("pending_since", request.Current is null ? null : request.CurrentSince.ToUnixTimeMilliseconds()),
        ("reminded_on", request.RemindedOn), ("stuck", request.Stuck ? 1 : 0),
        ("updated_at", request.UpdatedAt.ToUnixTimeMilliseconds()),
    ];

    private static IEnumerable<(string Name, object? Value)> Parameters(
        IEnumerable<(string Column, object? Value)> columns) => columns.Select(c => ("@" + c.Column, c.Value));

    private static ApprovalRequest Document(SqliteDataReader row) => Document(row.GetString(0));

    private static ApprovalRequest Document(string json) => JsonSerializer.Deserialize<ApprovalRequest>(json, Json)!;
}
