using System.Globalization;

namespace Erp.Contracts;

/// <summary>Everything that notifications say. Whoever shows them has words for each; a test of Erp.Web finds the one
/// that has none.</summary>
public static class Sentences
{
    /// <summary>A request waits for the reader's decision.</summary>
    /// <param name="insteadOf">In whose place, when it is somebody else's step.</param>
    public static Sentence DecisionWaits(string title, long? insteadOf) =>
        new("DECISION_WAITS", Values(("title", title), ("insteadOf", insteadOf)));

    /// <summary>It still does.</summary>
    /// <param name="approver">For whose decision it waits, when it is not the reader's.</param>
    public static Sentence DecisionStillWaits(string title, long? approver) =>
        new("DECISION_STILL_WAITS", Values(("title", title), ("approver", approver)));

    /// <summary>Not the reader decides any more.</summary>
    public static Sentence DecisionHandedOn(string title) => new("DECISION_HANDED_ON", Values(("title", title)));

    /// <summary>The approver has left, and nobody is in their place.</summary>
    public static Sentence RequestStuck(string title, long approver) =>
        new("REQUEST_STUCK", Values(("title", title), ("approver", approver)));

    /// <summary>There are steps left.</summary>
    public static Sentence StepApproved(string title, int step, int steps) =>
        new("STEP_APPROVED", Values(("title", title), ("step", step), ("steps", steps)));

    /// <summary>The end.</summary>
    public static Sentence RequestApproved(string title) => new("REQUEST_APPROVED", Values(("title", title)));

    /// <summary>The end.</summary>
    public static Sentence RequestRejected(string title, string? reason) =>
        new("REQUEST_REJECTED", Values(("title", title), ("reason", reason)));

    /// <summary>By whoever asked.</summary>
    public static Sentence RequestWithdrawn(string title) => new("REQUEST_WITHDRAWN", Values(("title", title)));

    /// <summary>By HR.</summary>
    public static Sentence RequestCancelled(string title) => new("REQUEST_CANCELLED", Values(("title", title)));

    /// <summary>Somebody said something.</summary>
    /// <param name="text">How it begins.</param>
    public static Sentence RequestCommented(string title, long by, string text) =>
        new("REQUEST_COMMENTED", Values(("title", title), ("by", by), ("text", text)));

    /// <summary>Somebody of the reader's department asks.</summary>
    public static Sentence LeaveRequested(long employee, DateOnly from, DateOnly to, decimal days) =>
        new("LEAVE_REQUESTED", Values(("employee", employee), ("from", from), ("to", to), ("days", days)));

    /// <summary>Somebody of the reader's department does not take a leave that was approved.</summary>
    public static Sentence LeaveTakenBack(long employee, DateOnly from, DateOnly to, decimal days) =>
        new("LEAVE_TAKEN_BACK", Values(("employee", employee), ("from", from), ("to", to), ("days", days)));

    /// <summary>The reader's own.</summary>
    public static Sentence LeaveApproved(DateOnly from, DateOnly to, string? reason) =>
        new("LEAVE_APPROVED", Values(("from", from), ("to", to), ("reason", reason)));

    /// <summary>The reader's own.</summary>
    public static Sentence LeaveRejected(DateOnly from, DateOnly to, string? reason) =>
        new("LEAVE_REJECTED", Values(("from", from), ("to", to), ("reason", reason)));

    /// <summary>For so many days at work.</summary>
    public static Sentence RewardEarned(int checkIns, decimal days) =>
        new("REWARD_EARNED", Values(("checkIns", checkIns), ("days", days)));

    /// <summary>By a manager or HR.</summary>
    /// <param name="days">Negative when days were taken.</param>
    public static Sentence BalanceAdjusted(decimal days, decimal balance, string reason) =>
        new("BALANCE_ADJUSTED", Values(("days", days), ("balance", balance), ("reason", reason)));

    /// <summary>The reader's work.</summary>
    public static Sentence QuestApproved(string title, string? reason) =>
        new("QUEST_APPROVED", Values(("title", title), ("reason", reason)));

    /// <summary>The reader's work.</summary>
    public static Sentence QuestRejected(string title, string? reason) =>
        new("QUEST_REJECTED", Values(("title", title), ("reason", reason)));

    private static Dictionary<string, string> Values(params (string Name, object? Value)[] values) =>
        values.Where(v => v.Value is not null).ToDictionary(v => v.Name, v => v.Value is DateOnly day
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Convert.ToString(v.Value, CultureInfo.InvariantCulture)!);
}
