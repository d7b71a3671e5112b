namespace Erp.Chaos.Checking;

/// <summary>The manager is told of each leave that is asked for, and of each that is taken back after it was approved;
/// its owner of each decision.</summary>
internal static class TeamNotices
{
    private const string Asked = "LEAVE_REQUESTED", Back = "LEAVE_CANCELLED", Decided = "LEAVE_STATUS_CHANGED",
        Quest = "QUEST_STATUS_CHANGED";

    public static IEnumerable<Violation> Find(History history, TeamState team)
    {
        var due = Due(history, team).ToLookup(d => d.Person, d => d.Key);
        var pushed = history.Pushed;
        foreach (var (person, recent) in team.Recent)
        {
            foreach (var again in recent.GroupBy(n => n.MessageId).Where(g => g.Count() > 1))
                yield return new(
                    ViolationKind.Doubled,
                    $"recent of employee {person} has message {again.Key} {again.Count()} times.");
            foreach (var found in Compare(person, "recent", [.. due[person]], recent)) yield return found;
            foreach (var found in Compare(person, "the socket", [.. due[person]], pushed[person])) yield return found;
        }
    }

    // They say nothing of what they are about but in words: compared are numbers.
    private static IEnumerable<Violation> Compare(
        long person, string where, List<(string Type, string Status)> due, IEnumerable<Notice> came)
    {
        var told = came.DistinctBy(n => n.MessageId).ToLookup(n => (n.Type, Status: n.Status ?? ""));
        foreach (var key in due.Concat(told.Select(t => t.Key)).Distinct())
        {
            var (want, have) = (due.Count(d => d == key), told[key].Count());
            if (want != have)
                yield return new(
                    have < want ? ViolationKind.NotTold : ViolationKind.Doubled,
                    $"{where} of employee {person} has {key.Type} {key.Status} {have} times, not {want}.");
        }
    }

    private static IEnumerable<(long Person, (string Type, string Status) Key)> Due(History history, TeamState team)
    {
        var taken = team.Ledger.Where(e => e.Kind == "LEAVE").Select(e => e.Source).ToHashSet();
        foreach (var leave in team.Leaves)
        {
            yield return (team.ManagerId, (Asked, "PENDING"));
            var approved = taken.Contains($"{leave.Id}");
            if (approved) yield return (leave.EmployeeId, (Decided, "APPROVED"));
            if (leave.Status == "REJECTED") yield return (leave.EmployeeId, (Decided, "REJECTED"));
            if (leave.Status == "CANCELLED" && approved) yield return (team.ManagerId, (Back, "CANCELLED"));
        }
        foreach (var claim in history.Claims) yield return (claim.EmployeeId, (Quest, "APPROVED"));
    }
}
