namespace Erp.Employee.Leaves;

/// <summary>State of a leave request.</summary>
public enum LeaveStatus
{
    /// <summary>Asked for.</summary>
    Pending,

    /// <summary>Granted; its days are deducted.</summary>
    Approved,

    /// <summary>Refused.</summary>
    Rejected,

    /// <summary>Taken back by its owner before it began; its days came back.</summary>
    Cancelled,
}

internal enum LeaveMove
{
    Approve,
    Reject,
    Cancel,
}

/// <summary>The moves that there are; every other is 409.</summary>
internal static class LeaveMoves
{
    public static readonly IReadOnlyDictionary<(LeaveStatus From, LeaveMove Move), LeaveStatus> Table =
        new Dictionary<(LeaveStatus, LeaveMove), LeaveStatus>
        {
            [(LeaveStatus.Pending, LeaveMove.Approve)] = LeaveStatus.Approved,
            [(LeaveStatus.Pending, LeaveMove.Reject)] = LeaveStatus.Rejected,
            [(LeaveStatus.Pending, LeaveMove.Cancel)] = LeaveStatus.Cancelled,
            [(LeaveStatus.Approved, LeaveMove.Cancel)] = LeaveStatus.Cancelled,
        };
}
