using Erp.Api.Json;

namespace Erp.Employee.LeaveLedger;

/// <summary>A row of <c>leave_ledger</c>.</summary>
internal sealed record LedgerRow(
    long Id, int Year, decimal Delta, string Kind, string Source, decimal BalanceAfter, string? Reason, long? ActorId,
    DateTimeOffset CreatedAt)
{
    public LedgerLine ToLine() =>
        new(Id, Year, Delta, EnumNames.Parse<LedgerKind>(Kind), Source, BalanceAfter, Reason, ActorId, CreatedAt);
}
