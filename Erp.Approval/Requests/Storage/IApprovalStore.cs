using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using Erp.Messaging;
using Erp.ServiceDefaults.Work;

namespace Erp.Approval.Requests.Storage;

/// <summary>Where requests for approval are kept: MongoDB or SQLite, held to the same tests. A request is read and
/// written as a whole, its outgoing messages with it. Throws
/// <see cref="ServiceDefaults.Errors.DependencyUnavailableException"/> while the database is away.</summary>
public interface IApprovalStore
{
    /// <summary>Creates what is missing (tables, indexes). Several processes may do so at once.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>One cheap round trip; throws when the database does not answer.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Stores a new request with its messages in one atomic write.</summary>
    /// <param name="make">Makes it with this id, which nobody has had.</param>
    /// <param name="idempotency">The requester's key, if any.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <param name="leasing">Until when its messages are leased to the caller.</param>
    /// <returns>What is stored; null, and nothing is, when the requester has used the key before.</returns>
    Task<ApprovalRequest?> InsertAsync(
        Func<long, ApprovalRequest> make, Idempotency? idempotency, CancellationToken cancellationToken,
        Func<ApprovalRequest, DateTimeOffset?>? leasing = null);

    /// <summary>The request that this requester made with this key, and the hash of the body that they sent.</summary>
    Task<Earlier?> FindByKeyAsync(long requesterId, string key, CancellationToken cancellationToken);

    /// <summary>The request, or null.</summary>
    Task<ApprovalRequest?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Changes a request, without a lost update; null when there is no such request. The lease of its outbox
    /// ends when nothing is left in there: all of it was answered, so nothing of it is on its way.</summary>
    /// <param name="id">Of the request.</param>
    /// <param name="change">Makes the change; false when there is nothing to store. May be asked again with what
    /// somebody else has stored meanwhile.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <param name="releaseLease">Also ends the outbox lease of that value, if it is still the one that holds.</param>
    /// <param name="leasing">Asked after the change, with the end of the lease that there is: until when the messages
    /// are leased to the caller, whoever had them before (receivers know what comes again); null leaves the lease as it
    /// is.</param>
    Task<ApprovalRequest?> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken, long? releaseLease = null,
        Func<ApprovalRequest, DateTimeOffset, DateTimeOffset?>? leasing = null);

    /// <summary>Newest first, without content, history and messages; only rows with a smaller id than
    /// <paramref name="before"/>.</summary>
    Task<IReadOnlyList<ApprovalRequest>> ListAsync(
        ApprovalFilter filter, int take, long? before, CancellationToken cancellationToken);

    /// <summary>By time of the last change and id: whole requests that changed later than <paramref name="since"/>, or
    /// just then with an id above <paramref name="after"/>.</summary>
    Task<IReadOnlyList<ApprovalRequest>> ListUpdatedAsync(
        DateTimeOffset since, long after, int take, CancellationToken cancellationToken);

    /// <summary>Oldest first: requests in which it is this approver's turn.</summary>
    Task<IReadOnlyList<ApprovalRequest>> ListPendingAsync(
        long approverId, int take, long? after, CancellationToken cancellationToken);

    /// <summary>Ids, ascending, of requests with a pending step that this inbox store has not confirmed.</summary>
    Task<IReadOnlyList<long>> ListUnconfirmedAsync(
        string inboxEpoch, int take, long? after, CancellationToken cancellationToken);

    /// <summary>By request, ascending: whose turn it is in which request.</summary>
    Task<IReadOnlyList<PendingStep>> ListPendingStepsAsync(int take, long? after, CancellationToken cancellationToken);

    /// <summary>Ids, ascending, of requests that wait for the deduction of their leave.</summary>
    Task<IReadOnlyList<long>> ListDeductingAsync(int take, CancellationToken cancellationToken);

    /// <summary>Ids of requests, the longest waiting first, whose pending step has waited since then or longer, and of
    /// which nobody was reminded on that day or later.</summary>
    Task<IReadOnlyList<long>> ListToRemindAsync(
        DateTimeOffset since, int day, int take, CancellationToken cancellationToken);

    /// <summary>Lets one holder do what this name stands for, until then: true for whoever has it, or had it last, and
    /// for anybody when it is not held any more (<see cref="Leases.IsHeld"/>).</summary>
    Task<bool> TakeLeaseAsync(
        string name, string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes the requests with the longest due messages that nobody holds (<see cref="Leases.IsHeld"/>), at
    /// most so many, until <paramref name="until"/>.</summary>
    Task<IReadOnlyList<ApprovalRequest>> LeaseAsync(
        int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Until when those of these requests are leased that are (milliseconds since 1970-01-01 UTC).</summary>
    Task<IReadOnlyDictionary<long, long>> ListLeasesAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>Requests with messages that are due by now, and since when the first of them could be
    /// published.</summary>
    Task<OutboxBacklog> MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>An <c>Idempotency-Key</c> and the hash of the body that came with it.</summary>
public sealed record Idempotency(string Key, string BodyHash);

/// <summary>What an idempotency key stands for.</summary>
public sealed record Earlier(ApprovalRequest Request, string BodyHash);

/// <summary>What a list is narrowed to; null is no condition.</summary>
/// <param name="Title">Terms of <see cref="TitleTerms.Asked"/>, all of which the title has.</param>
/// <param name="From">Made then or later; those that were made within the same milliseconds may fall on either side,
/// for lists have the order of ids.</param>
/// <param name="Before">Made earlier than then.</param>
/// <param name="Stuck">Only those that are.</param>
/// <param name="DecidedBy">Somebody who has approved or rejected a step.</param>
/// <param name="ReaderId">Somebody who was named as a reader.</param>
public sealed record ApprovalFilter(
    long? RequesterId = null, long? ApproverId = null, FinalStatus? Status = null, ApprovalType? Type = null,
    IReadOnlyList<string>? Title = null, DateTimeOffset? From = null, DateTimeOffset? Before = null,
    bool Stuck = false, long? DecidedBy = null, long? ReaderId = null);
