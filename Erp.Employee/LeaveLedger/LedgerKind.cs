namespace Erp.Employee.LeaveLedger;

/// <summary>What an entry of the leave ledger is for. With its source it is unique, so that the same thing counts once.
/// A second entry of one source, for another year, has <c>/year</c> after it.</summary>
public enum LedgerKind
{
    /// <summary>A year's leave; source <c>employee/year</c>.</summary>
    Entitlement,

    /// <summary>A manager's or HR's correction; source <c>employee/key</c>.</summary>
    Adjustment,

    /// <summary>Every 30th check-in; source <c>employee/count</c>.</summary>
    Attendance,

    /// <summary>A claimed quest; source <c>quest/employee</c>.</summary>
    Quest,

    /// <summary>An approved leave; source is its id.</summary>
    Leave,

    /// <summary>An approved request of type ANNUAL_LEAVE; source is its id.</summary>
    Approval,

    /// <summary>What comes back of an approved leave that its owner cancelled; source is the leave's id.</summary>
    LeaveCancelled,

    /// <summary>Unused days that a year gave to the next one, once it had ended; source <c>employee/year</c>. Positive
    /// when some came back for a leave of it that was granted later; source <c>employee/year/n</c>.</summary>
    CarriedOut,

    /// <summary>Unused days that a year got from the one before, or gave back to it; sources as for
    /// <see cref="CarriedOut"/>.</summary>
    CarriedIn,
}
