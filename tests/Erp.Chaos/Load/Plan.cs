using System.Globalization;

namespace Erp.Chaos.Load;

/// <summary>What people mean to do with a request.</summary>
public enum Ending
{
    /// <summary>Both approve.</summary>
    Approved,

    /// <summary>The first says no.</summary>
    RejectedAtFirst,

    /// <summary>The second says no.</summary>
    RejectedAtSecond,

    /// <summary>It is cancelled at the moment in which the first approves.</summary>
    CancelledAtFirst,

    /// <summary>It is cancelled at the moment in which the second approves.</summary>
    CancelledAtSecond,

    /// <summary>HR gives it to a third at the moment in which the first approves; then whoever has it approves, and the
    /// second.</summary>
    ReassignedAtFirst,

    /// <summary>The first leaves the company at the moment in which they approve; then their deputy, who has the step
    /// unless they were faster, approves, and the second.</summary>
    FirstLeaves,

    /// <summary>Nobody decides: it stays in the first inbox.</summary>
    LeftAlone,
}

/// <summary>One request of two steps and what is to become of it. The same seed and number give the same.</summary>
/// <param name="Requester">Index of who asks.</param>
/// <param name="First">Index of the first approver, unless that is one who leaves.</param>
/// <param name="Second">Index of the second approver.</param>
/// <param name="Third">Index of another one.</param>
public sealed record Plan(
    int Number, string Type, decimal? LeaveDays, Ending Ending, int Requester, int First, int Second, int Third)
{
    private static readonly string[] Types = ["ANNUAL_LEAVE", "EXPENSE", "ANNUAL_LEAVE", "PROJECT", "GENERAL"];

    // Out of ten.
    private static readonly Ending[] Endings =
    [
        Ending.Approved, Ending.Approved, Ending.Approved, Ending.FirstLeaves, Ending.RejectedAtFirst,
        Ending.RejectedAtSecond, Ending.CancelledAtFirst, Ending.CancelledAtSecond, Ending.ReassignedAtFirst,
        Ending.LeftAlone,
    ];

    /// <summary>The plan of this number.</summary>
    public static Plan Of(int seed, int number, int requesters, int approvers)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var type = Types[random.Next(Types.Length)];
        var first = number % approvers;
        var second = (first + 1 + random.Next(approvers - 1)) % approvers;
        return new(
            number, type, type == "ANNUAL_LEAVE" ? 0.5m : null, Endings[random.Next(Endings.Length)],
            number % requesters, first, second,
            (first + ((first + 1) % approvers == second ? 2 : 1)) % approvers);
    }

    /// <summary>What the approver of this step says; null when nobody is to decide it.</summary>
    public string? DecisionAt(int step) => (Ending, step) switch
    {
        (Ending.LeftAlone, _) => null,
        (Ending.RejectedAtFirst, 1) or (Ending.RejectedAtSecond, 2) => "rejected",
        _ => "approved",
    };

    /// <summary>Whether the requester withdraws it in the same moment.</summary>
    public bool CancelledAt(int step) =>
        (Ending, step) is (Ending.CancelledAtFirst, 1) or (Ending.CancelledAtSecond, 2);

    /// <summary>Whether HR gives the step to the third in the same moment.</summary>
    public bool ReassignedAt(int step) => (Ending, step) is (Ending.ReassignedAtFirst, 1);

    /// <summary>Whether the approver leaves in the same moment, with the third as their deputy.</summary>
    public bool LeavesAt(int step) => (Ending, step) is (Ending.FirstLeaves, 1);

    /// <summary>The title, by which everybody recognises the request.</summary>
    public string Title(int seed) => string.Create(CultureInfo.InvariantCulture, $"chaos {seed} {Number}");

    /// <summary>The number in a title; null in those of others.</summary>
    public static int? NumberIn(string title, int seed)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"chaos {seed} ");
        return title.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(title.AsSpan(start.Length), CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
