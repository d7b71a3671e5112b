namespace Erp.Approval.Requests.Domain;

/// <summary>A line of a request's history.</summary>
/// <param name="By">The employee who did it; null for the system.</param>
/// <param name="Text">What a comment says.</param>
/// <param name="ApproverId">Who has the step from here on.</param>
/// <param name="InsteadOf">Whose step it was before, or in whose place it was decided.</param>
/// <param name="Told">Who was told, where that follows from nothing else in the request.</param>
/// <param name="Key">The idempotency key of a comment that was sent with one.</param>
public sealed record HistoryEntry(
    DateTimeOffset At, HistoryAction Action, long? By, int? Step, string? Reason,
    string? Text = null, long? ApproverId = null, long? InsteadOf = null, IReadOnlyList<long>? Told = null,
    string? Key = null);
