namespace Erp.Chaos.Checking;

/// <summary>A check-in that somebody tried.</summary>
/// <param name="WorkDate">Of which day the answer said that it has begun; null when it did not.</param>
public sealed record CheckedIn(long EmployeeId, string? WorkDate);

/// <summary>A leave that somebody asked for.</summary>
/// <param name="Reason">By which everybody recognises it.</param>
/// <param name="LeaveId">Null when no attempt was answered.</param>
public sealed record LeaveAsked(long EmployeeId, string Reason, long? LeaveId);

/// <summary>What somebody tried to do with a leave.</summary>
/// <param name="Move">approve, reject or cancel.</param>
public sealed record LeaveMoved(long LeaveId, string Move, Answer Answer);

/// <summary>A reward that somebody claimed, twice in the same moment.</summary>
/// <param name="Paid">How often the answer was that it is paid.</param>
public sealed record QuestClaimed(long QuestId, long EmployeeId, int Paid);
