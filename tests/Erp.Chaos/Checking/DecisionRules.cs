namespace Erp.Chaos.Checking;

/// <summary>A decision or withdrawal that was answered 200 is in the record, once; what is in the record was asked
/// for.</summary>
internal static class DecisionRules
{
    public static IEnumerable<Violation> Find(History history, Observed observed)
    {
        var requests = observed.Requests.ToDictionary(r => r.RequestId);
        return [.. Answered(history, requests), .. Cancels(history, requests), .. Causes(history, requests.Values)];
    }

    private static IEnumerable<Violation> Answered(History history, Dictionary<long, RequestState> requests)
    {
        var cancelled = history.Withdrawn.Where(w => w.Answer == Answer.Yes).Select(w => w.RequestId).ToHashSet();
        foreach (var decided in history.Decided.Where(d => d.Answer == Answer.Yes).Distinct())
        {
            if (!requests.TryGetValue(decided.RequestId, out var request)) continue; // reported as lost already
            if (request.Count($"step_{decided.Status}", decided.Step) > 0) continue;
            var said = $"employee {decided.ApproverId}'s '{decided.Status}' for step {decided.Step} of request "
                + $"{decided.RequestId} was answered 200";
            yield return cancelled.Contains(decided.RequestId)
                ? new(ViolationKind.Untrue, $"{said}, and so was the cancel; the record has the cancel only.")
                : new(ViolationKind.Lost, $"{said}, but the record, which is {request.Status}, does not have it.");
        }
    }

    private static IEnumerable<Violation> Cancels(History history, Dictionary<long, RequestState> requests) =>
        from withdrawn in history.Withdrawn
        where withdrawn.Answer == Answer.Yes
        let request = requests.GetValueOrDefault(withdrawn.RequestId)
        where request is not null && request.Status != "cancelled"
        select new Violation(
            ViolationKind.Untrue,
            $"the cancel of request {request.RequestId} was answered 200, but it is {request.Status}.");

    private static IEnumerable<Violation> Causes(History history, IEnumerable<RequestState> requests)
    {
        var decisions = history.Decided.Where(d => d.Answer != Answer.No)
            .Select(d => (d.RequestId, Step: (int?)d.Step, Action: $"step_{d.Status}")).ToHashSet();
        var cancels = history.Withdrawn.Where(d => d.Answer != Answer.No).Select(w => w.RequestId).ToHashSet();
        foreach (var request in requests)
        {
            foreach (var deed in request.History.GroupBy(d => (d.Action, d.Step)))
            {
                var what = $"{deed.Key.Action} {deed.Key.Step} of request {request.RequestId}";
                if (deed.Count() > 1) yield return new(ViolationKind.Doubled, $"{what} is {deed.Count()} times there.");
                if (deed.Key.Action is "step_approved" or "step_rejected"
                    && !decisions.Contains((request.RequestId, deed.Key.Step, deed.Key.Action)))
                    yield return new(ViolationKind.Untrue, $"{what} is in the record, but nobody was told so.");
                if (deed.Key.Action == "cancelled" && !cancels.Contains(request.RequestId))
                    yield return new(ViolationKind.Untrue, $"{what} is in the record, but nobody was told so.");
            }
        }
    }
}
