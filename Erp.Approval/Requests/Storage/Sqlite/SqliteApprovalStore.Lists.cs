using Erp.Api.Json;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>What is listed.</summary>
public sealed partial class SqliteApprovalStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ApprovalRequest>> ListAsync(
        ApprovalFilter filter, int take, long? before, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<ApprovalRequest>>(session =>
        {
            long? Id(string sql, DateTimeOffset time) =>
                session.Read(sql, r => (long?)r.GetInt64(0), ("@time", time.ToUnixTimeMilliseconds())).FirstOrDefault();
            var first = filter.From is { } from ? Id(SqliteQueries.FirstSince, from) ?? long.MaxValue : 0;
            var last = filter.Before is { } end ? Id(SqliteQueries.LastBefore, end) ?? 0 : long.MaxValue - 1;
            return session.Read(
                SqliteQueries.List(filter), Document,
                [
                    ("@approver", filter.ApproverId), ("@requester", filter.RequesterId),
                    ("@decider", filter.DecidedBy), ("@reader", filter.ReaderId),
                    ("@status", filter.Status?.Name()), ("@type", filter.Type?.Name()), ("@first", first),
                    ("@before", Math.Min(before ?? long.MaxValue, last + 1)), ("@take", take),
                    ("@match", filter.Title is { } terms ? string.Join(' ', terms.Select(t => $"\"{t}\"*")) : null),
                    ("@terms", filter.Title is { } all ? string.Join(' ', all) : null),
                ]);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApprovalRequest>> ListUpdatedAsync(
        DateTimeOffset since, long after, int take, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<ApprovalRequest>>(
            session => session.Read(
                SqliteQueries.Updated, Document,
                ("@since", since.ToUnixTimeMilliseconds()), ("@after", after), ("@take", take)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApprovalRequest>> ListPendingAsync(
        long approverId, int take, long? after, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<ApprovalRequest>>(session => session.Read(SqliteQueries.Pending, Document,
            ("@approver", approverId), ("@after", after ?? long.MinValue), ("@take", take)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ListUnconfirmedAsync(
        string inboxEpoch, int take, long? after, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<long>>(session => session.Read(SqliteQueries.Unconfirmed, r => r.GetInt64(0),
            ("@epoch", inboxEpoch), ("@after", after ?? long.MinValue), ("@take", take)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PendingStep>> ListPendingStepsAsync(
        int take, long? after, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<PendingStep>>(
            session => session.Read(
                SqliteQueries.PendingSteps, r => new PendingStep(r.GetInt64(0), r.GetInt64(1)),
                ("@after", after ?? long.MinValue), ("@take", take)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ListDeductingAsync(int take, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<long>>(
            session => session.Read(SqliteQueries.Deducting, r => r.GetInt64(0), ("@take", take)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ListToRemindAsync(
        DateTimeOffset since, int day, int take, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<long>>(
            session => session.Read(
                SqliteQueries.ToRemind, r => r.GetInt64(0),
                ("@since", since.ToUnixTimeMilliseconds()), ("@day", day), ("@take", take)),
            cancellationToken);
}
