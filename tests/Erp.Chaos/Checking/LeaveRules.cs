using System.Globalization;

namespace Erp.Chaos.Checking;

/// <summary>Leave is deducted once for each approved request that asks for it, and for nothing else.</summary>
internal static class LeaveRules
{
    public static IEnumerable<Violation> Find(Observed observed)
    {
        var entries = observed.Ledger.ToLookup(e => e.Source);
        foreach (var request in observed.Requests)
        {
            var those = entries[Source(request)].ToList();
            var owed = request is { Status: "approved", LeaveDays: not null } ? 1 : 0;
            if (those.Count < owed)
                yield return new(
                    ViolationKind.Lost, $"request {request.RequestId} is approved, but its leave is not deducted.");
            if (those.Count > owed)
                yield return new(
                    owed == 0 ? ViolationKind.Untrue : ViolationKind.Doubled,
                    $"leave was deducted {those.Count} times for request {request.RequestId} ({request.Status}).");
            if (those.Count == 1 && owed == 1
                && (those[0].Delta != -request.LeaveDays || those[0].EmployeeId != request.RequesterId))
                yield return new(ViolationKind.Untrue, $"request {request.RequestId} asked for {request.LeaveDays} "
                    + $"days, but the ledger says {those[0].Delta} for employee {those[0].EmployeeId}.");
        }
        var known = observed.Requests.Select(Source).ToHashSet();
        foreach (var stranger in observed.Ledger.Where(e => !known.Contains(e.Source)))
            yield return new(
                ViolationKind.Untrue, $"leave of employee {stranger.EmployeeId} was deducted for {stranger.Source}, "
                    + "which is no request of theirs.");
        foreach (var (employee, used) in observed.Used)
        {
            var owed = observed.Requests
                .Where(r => r.RequesterId == employee && r is { Status: "approved", LeaveDays: not null })
                .Sum(r => r.LeaveDays!.Value);
            if (used != owed)
                yield return new(
                    used < owed ? ViolationKind.Lost : ViolationKind.Doubled,
                    $"employee {employee} took {owed} days, but the balance says {used}.");
        }
    }

    private static string Source(RequestState request) => request.RequestId.ToString(CultureInfo.InvariantCulture);
}
