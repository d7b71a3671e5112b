using System.Globalization;

namespace Erp.Chaos.Checking;

/// <summary>What the team did is there once, in the state that the answers gave it, and booked
/// accordingly.</summary>
internal static class TeamRules
{
    public static IEnumerable<Violation> Find(History history, TeamState team) =>
    [
        .. Attendance(history, team), .. Presence(history, team), .. Moves(history, team), .. Bookings(team),
        .. Rewards(history, team),
    ];

    private static IEnumerable<Violation> Attendance(History history, TeamState team)
    {
        foreach (var tried in history.CheckedIn.GroupBy(c => c.EmployeeId))
        {
            var days = team.Attendance.GetValueOrDefault(tried.Key) ?? [];
            foreach (var day in tried.Select(c => c.WorkDate).OfType<string>().GroupBy(day => day))
            {
                if (day.Count() > 1)
                    yield return new(
                        ViolationKind.Untrue, $"employee {tried.Key} was let in {day.Count()} times on {day.Key}.");
                if (!days.Contains(day.Key))
                    yield return new(
                        ViolationKind.Lost, $"employee {tried.Key} was let in on {day.Key}, which is not in the book.");
            }
            if (days.Count == 0)
                yield return new(ViolationKind.Lost, $"employee {tried.Key} could not check in.");
            if (days.Distinct().Count() < days.Count)
                yield return new(ViolationKind.Doubled, $"employee {tried.Key} has a day twice in the book.");
        }
    }

    private static IEnumerable<Violation> Presence(History history, TeamState team)
    {
        var found = team.Leaves.ToLookup(l => l.Reason);
        foreach (var asked in history.Leaves)
        {
            if (asked.LeaveId is { } id && found[asked.Reason].All(l => l.Id != id))
                yield return new(ViolationKind.Lost, $"leave {id} was answered 201, but is gone.");
            if (found[asked.Reason].Count() > 1)
                yield return new(
                    ViolationKind.Doubled, $"leave {asked.Reason} is {found[asked.Reason].Count()} times there.");
        }
        var known = history.Leaves.Select(l => l.Reason).ToHashSet();
        foreach (var stranger in team.Leaves.Where(l => !known.Contains(l.Reason)))
            yield return new(ViolationKind.Untrue, $"leave {stranger.Id} was asked for by nobody.");
    }

    private static IEnumerable<Violation> Moves(History history, TeamState team)
    {
        var moves = history.LeaveMoves.ToLookup(m => m.LeaveId);
        foreach (var leave in team.Leaves)
        {
            bool Said(string move) => moves[leave.Id].Any(m => m.Move == move && m.Answer == Answer.Yes);
            bool May(string move) => moves[leave.Id].Any(m => m.Move == move && m.Answer != Answer.No);
            var right = leave.Status switch
            {
                "APPROVED" => May("approve") && !Said("reject") && !Said("cancel"),
                "REJECTED" => May("reject") && !Said("approve") && !Said("cancel"),
                "CANCELLED" => May("cancel") && !Said("reject"),
                _ => !moves[leave.Id].Any(), // somebody was answered, whatever it was: then it is decided
            };
            if (!right)
                yield return new(
                    ViolationKind.Untrue,
                    $"leave {leave.Id} is {leave.Status}, but it was told "
                        + $"{string.Join(", ", moves[leave.Id].Select(m => $"{m.Move}: {m.Answer}"))}.");
        }
    }

    private static IEnumerable<Violation> Bookings(TeamState team)
    {
        foreach (var leave in team.Leaves)
        {
            var (taken, back) = (Of(team, "LEAVE", leave.Id), Of(team, "LEAVE_CANCELLED", leave.Id));
            var right = leave.Status switch
            {
                "APPROVED" => taken == (1, -leave.Days) && back == (0, 0),
                "CANCELLED" => (taken == (0, 0) && back == (0, 0))
                    || (taken == (1, -leave.Days) && back == (1, leave.Days)),
                _ => taken == (0, 0) && back == (0, 0),
            };
            if (!right)
                yield return new(
                    taken.Count > 1 || back.Count > 1 ? ViolationKind.Doubled : ViolationKind.Lost,
                    $"leave {leave.Id} is {leave.Status}, but booked are {taken.Days} and {back.Days} days.");
        }
    }

    private static (int Count, decimal Days) Of(TeamState team, string kind, long leave)
    {
        var source = leave.ToString(CultureInfo.InvariantCulture);
        List<TeamEntry> those = [.. team.Ledger.Where(e => e.Kind == kind && e.Source == source)];
        return (those.Count, those.Sum(e => e.Delta));
    }

    private static IEnumerable<Violation> Rewards(History history, TeamState team)
    {
        foreach (var claim in history.Claims)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"{claim.QuestId}/{claim.EmployeeId}");
            var paid = team.Ledger.Count(e => e.Kind == "QUEST" && e.Source == source);
            if (paid != 1)
                yield return new(
                    paid == 0 ? ViolationKind.Lost : ViolationKind.Doubled,
                    $"the reward of quest {claim.QuestId} was paid {paid} times to employee {claim.EmployeeId}.");
            if (claim.Paid > 1)
                yield return new(
                    ViolationKind.Untrue,
                    $"both claims of quest {claim.QuestId} by employee {claim.EmployeeId} were answered 200.");
        }
    }
}
