namespace Erp.Chaos.Checking;

/// <summary>One approver's part of a request.</summary>
public sealed record StepState(int Step, long ApproverId, string Status);

/// <summary>A line of a request's own history.</summary>
/// <param name="By">Who did it.</param>
/// <param name="ApproverId">Who has the step from here on.</param>
/// <param name="InsteadOf">Who had it before.</param>
public sealed record Deed(
    string Action, int? Step, long? By = null, long? ApproverId = null, long? InsteadOf = null);

/// <summary>A request as the system of record has it.</summary>
public sealed record RequestState(
    long RequestId, long RequesterId, string Title, decimal? LeaveDays, string Status,
    IReadOnlyList<StepState> Steps, IReadOnlyList<Deed> History)
{
    public bool IsFinal => Status != "in_progress";

    /// <summary>The step whose turn it is.</summary>
    public StepState? Current => Steps.FirstOrDefault(s => s.Status == "pending");

    public int Count(string action, int? step = null) => History.Count(d => d.Action == action && d.Step == step);
}

/// <summary>Days taken from somebody for a request.</summary>
public sealed record LedgerEntry(long EmployeeId, string Source, decimal Delta);

/// <summary>What the system shows once nothing happens any more.</summary>
public sealed class Observed
{
    /// <summary>All requests of the requesters.</summary>
    public IReadOnlyList<RequestState> Requests { get; init; } = [];

    /// <summary>Recent notifications by person, in the order of their ids.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<Notice>> Recent { get; init; } =
        new Dictionary<long, IReadOnlyList<Notice>>();

    /// <summary>Ids of the requests in each approver's inbox.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<long>> Inboxes { get; init; } =
        new Dictionary<long, IReadOnlyList<long>>();

    /// <summary>Days used, by requester.</summary>
    public IReadOnlyDictionary<long, decimal> Used { get; init; } = new Dictionary<long, decimal>();

    /// <summary>Entries of the requesters' ledgers that are there for an approval.</summary>
    public IReadOnlyList<LedgerEntry> Ledger { get; init; } = [];

    /// <summary>What the team did.</summary>
    public TeamState Team { get; init; } = new();
}
