namespace Erp.Chaos.Checking;

/// <summary>Each accepted request is there once, goes its way to the end that people gave it, and stays
/// there.</summary>
internal static class RequestRules
{
    public static IEnumerable<Violation> Find(History history, Observed observed) =>
        [.. Presence(history, observed), .. Ways(history, observed), .. Finality(history, observed)];

    private static IEnumerable<Violation> Presence(History history, Observed observed)
    {
        var found = observed.Requests.ToLookup(r => r.Title);
        foreach (var submitted in history.Submitted)
        {
            var those = found[submitted.Title].ToList();
            if (submitted.RequestId is { } id && those.All(r => r.RequestId != id))
                yield return new(
                    ViolationKind.Lost, $"request {id} ({submitted.Title}) was answered 201, but is gone.");
            if (those.Count > 1)
                yield return new(
                    ViolationKind.Doubled,
                    $"{submitted.Title} was handed in once, but is there as {string.Join(", ", those.Select(Id))}.");
        }
        var known = history.Submitted.Select(s => s.Title).ToHashSet();
        foreach (var stranger in observed.Requests.Where(r => !known.Contains(r.Title)))
            yield return new(ViolationKind.Untrue, $"request {stranger.RequestId} was handed in by nobody.");
    }

    private static IEnumerable<Violation> Ways(History history, Observed observed)
    {
        var plans = history.Submitted.ToLookup(s => s.Title, s => s.Plan);
        foreach (var request in observed.Requests)
        {
            if (request.Status != ExpectedStatus(request))
                yield return new(
                    request.IsFinal ? ViolationKind.Untrue : ViolationKind.Lost,
                    $"request {request.RequestId} is {request.Status}, but its steps are {Steps(request)}.");
            if (!request.IsFinal && request.Current is null && request.Steps.Any(s => s.Status == "waiting"))
                yield return new(
                    ViolationKind.Lost, $"request {request.RequestId} is nobody's turn: {Steps(request)}.");
            if (request.Current is { } current && plans[request.Title].FirstOrDefault() is { } plan
                && plan.DecisionAt(current.Step) is not null)
                yield return new(
                    ViolationKind.Lost,
                    $"step {current.Step} of request {request.RequestId} waits still: employee {current.ApproverId} "
                        + $"could not decide it (plan: {plan.Ending}).");
        }
    }

    private static IEnumerable<Violation> Finality(History history, Observed observed)
    {
        var now = observed.Requests.ToDictionary(r => r.RequestId, r => r.Status);
        foreach (var seen in history.Seen.GroupBy(s => s.RequestId, s => s.Status))
        {
            List<string> all = [.. seen, .. now.TryGetValue(seen.Key, out var last) ? [last] : Array.Empty<string>()];
            var first = all.FindIndex(status => status != "in_progress");
            if (first >= 0 && all.Skip(first).FirstOrDefault(status => status != all[first]) is { } other)
                yield return new(
                    ViolationKind.Untrue, $"request {seen.Key} was seen {all[first]}, and {other} after that.");
        }
    }

    private static string ExpectedStatus(RequestState request) =>
        request.History.Any(d => d.Action == "cancelled") ? "cancelled"
        : request.Steps.Any(s => s.Status == "rejected") ? "rejected"
        : request.History.Any(d => d.Action == "leave_refused") ? "rejected"
        : request.Steps.All(s => s.Status == "approved") ? "approved"
        : "in_progress";

    private static string Steps(RequestState request) => string.Join(", ", request.Steps.Select(s => s.Status));

    private static long Id(RequestState request) => request.RequestId;
}
