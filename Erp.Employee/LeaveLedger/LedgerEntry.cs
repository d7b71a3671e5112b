namespace Erp.Employee.LeaveLedger;

/// <summary>What is to be booked.</summary>
/// <param name="Delta">Days, signed.</param>
/// <param name="Source">What caused it, unique within <paramref name="Kind"/>.</param>
/// <param name="ActorId">The employee who booked it; null for a rule of the system.</param>
/// <param name="Year">The leave year; null for this one.</param>
internal sealed record LedgerEntry(
    decimal Delta, LedgerKind Kind, string Source, string? Reason = null, long? ActorId = null, int? Year = null);

/// <summary>What was booked earlier under a kind and source.</summary>
internal sealed record BookedEntry(long EmployeeId, int Year, decimal Delta, decimal BalanceAfter, string? Reason);
