namespace Erp.Employee.Quests;

/// <summary>How far an employee is with a quest.</summary>
public enum QuestStatus
{
    /// <summary>Accepted, being worked on.</summary>
    InProgress,

    /// <summary>Said to be done.</summary>
    WaitingApproval,

    /// <summary>Done; the reward can be claimed.</summary>
    Approved,

    /// <summary>Not done; can be accepted again.</summary>
    Rejected,

    /// <summary>The reward is paid.</summary>
    Claimed,
}

internal enum QuestMove
{
    Accept,
    Complete,
    Approve,
    Reject,
    Claim,
}

/// <summary>A manager's decision about an employee's work.</summary>
internal sealed record QuestDecision(
    long QuestId, QuestMove Move, long ManagerId, long EmployeeId, string? Reason);

/// <summary>The moves that there are (null: not accepted yet); every other is 409.</summary>
internal static class QuestMoves
{
    public static readonly IReadOnlyDictionary<(QuestStatus? From, QuestMove Move), QuestStatus> Table =
        new Dictionary<(QuestStatus?, QuestMove), QuestStatus>
        {
            [(null, QuestMove.Accept)] = QuestStatus.InProgress,
            [(QuestStatus.Rejected, QuestMove.Accept)] = QuestStatus.InProgress,
            [(QuestStatus.InProgress, QuestMove.Complete)] = QuestStatus.WaitingApproval,
            [(QuestStatus.WaitingApproval, QuestMove.Approve)] = QuestStatus.Approved,
            [(QuestStatus.WaitingApproval, QuestMove.Reject)] = QuestStatus.Rejected,
            [(QuestStatus.Approved, QuestMove.Claim)] = QuestStatus.Claimed,
        };
}
