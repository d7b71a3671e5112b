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
}

internal enum LeaveMove
{
    Approve,
    Reject,
}

/// <summary>The moves that there are; every other is 409.</summary>
internal static class LeaveMoves
{
    public static readonly IReadOnlyDictionary<(LeaveStatus From, LeaveMove Move), LeaveStatus> Table =
        new Dictionary<(LeaveStatus, LeaveMove), LeaveStatus>
        {
            [(LeaveStatus.Pending, LeaveMove.Approve)] = LeaveStatus.Approved,
            [(LeaveStatus.Pending, LeaveMove.Reject)] = LeaveStatus.Rejected,
        };
}
