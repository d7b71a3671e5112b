namespace Erp.Chaos.Checking;

/// <summary>A leave as its owner sees it.</summary>
public sealed record LeaveState(long Id, long EmployeeId, string Reason, string Status, decimal Days);

/// <summary>An entry of somebody's leave ledger.</summary>
public sealed record TeamEntry(long EmployeeId, string Kind, string Source, decimal Delta);

/// <summary>What the system shows of the team once nothing happens any more.</summary>
public sealed class TeamState
{
    public IReadOnlyList<LeaveState> Leaves { get; init; } = [];

    /// <summary>Of leaves, leaves taken back, and quests.</summary>
    public IReadOnlyList<TeamEntry> Ledger { get; init; } = [];

    /// <summary>The days on which each of the staff was there.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<string>> Attendance { get; init; } =
        new Dictionary<long, IReadOnlyList<string>>();

    /// <summary>Who decides.</summary>
    public long ManagerId { get; init; }

    /// <summary>Recent notifications by person.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<Notice>> Recent { get; init; } =
        new Dictionary<long, IReadOnlyList<Notice>>();
}
