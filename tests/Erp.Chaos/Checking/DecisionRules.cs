namespace Erp.Chaos.Checking;

/// <summary>A decision, withdrawal or reassignment that was answered 200 is in the record, once; what is in the record
/// was asked for.</summary>
internal static class DecisionRules
{
    public static IEnumerable<Violation> Find(History history, Observed observed)
    {
        var requests = observed.Requests.ToDictionary(r => r.RequestId);
        return
        [
            .. Answered(history, requests), .. Cancels(history, requests), .. Reassignments(history, requests),
            .. Causes(history, requests.Values),
        ];
    }

    private static IEnumerable<Violation> Answered(History history, Dictionary<long, RequestState> requests)
    {
        var cancelled = history.Withdrawn.Where(w => w.Answer == Answer.Yes).Select(w => w.RequestId).ToHashSet();
        var reassigned = history.Reassigned.Where(r => r.Answer == Answer.Yes).Select(r => (r.RequestId, r.Step, r.To))
            .ToLookup(r => (r.RequestId, r.Step), r => r.To);
        foreach (var decided in history.Decided.Where(d => d.Answer == Answer.Yes).Distinct())
        {
            if (!requests.TryGetValue(decided.RequestId, out var request)) continue; // reported as lost already
            if (request.History.Any(d =>
                d.Action == $"step_{decided.Status}" && d.Step == decided.Step && d.By == decided.ApproverId)) continue;
            var said = $"employee {decided.ApproverId}'s '{decided.Status}' for step {decided.Step} of request "
                + $"{decided.RequestId} was answered 200";
            yield return cancelled.Contains(decided.RequestId)
                ? new(ViolationKind.Untrue, $"{said}, and so was the cancel; the record has the cancel only.")
                : reassigned[(decided.RequestId, decided.Step)].Any(to => to != decided.ApproverId)
                ? new(ViolationKind.Untrue, $"{said}, and so was that the step is somebody else's.")
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

    private static IEnumerable<Violation> Reassignments(History history, Dictionary<long, RequestState> requests) =>
        from reassigned in history.Reassigned
        where reassigned.Answer == Answer.Yes
        let request = requests.GetValueOrDefault(reassigned.RequestId)
        where request?.Count("reassigned", reassigned.Step) == 0
        select new Violation(
            ViolationKind.Untrue,
            $"that step {reassigned.Step} of request {request.RequestId} is somebody else's was answered 200, but the "
                + "record does not have it.");

    private static IEnumerable<Violation> Causes(History history, IEnumerable<RequestState> requests)
    {
        var decisions = history.Decided.Where(d => d.Answer != Answer.No)
            .Select(d => (d.RequestId, Step: (int?)d.Step, Action: $"step_{d.Status}", By: (long?)d.ApproverId))
            .Concat(history.Reassigned.Where(r => r.Answer != Answer.No)
                .Select(r => (r.RequestId, Step: (int?)r.Step, Action: "reassigned", By: (long?)null)))
            .ToHashSet();
        var cancels = history.Withdrawn.Where(d => d.Answer != Answer.No).Select(w => w.RequestId).ToHashSet();
        foreach (var request in requests)
        {
            foreach (var deed in request.History.GroupBy(d => (d.Action, d.Step)))
            {
                var what = $"{deed.Key.Action} {deed.Key.Step} of request {request.RequestId}";
                if (deed.Count() > 1) yield return new(ViolationKind.Doubled, $"{what} is {deed.Count()} times there.");
                if (deed.Key.Action is "step_approved" or "step_rejected" or "reassigned"
                    && deed.Any(d => !decisions.Contains((
                        request.RequestId, d.Step, d.Action, d.Action == "reassigned" ? null : d.By))))
                    yield return new(ViolationKind.Untrue, $"{what} is in the record, but nobody was told so.");
                if (deed.Key.Action == "cancelled" && !cancels.Contains(request.RequestId))
                    yield return new(ViolationKind.Untrue, $"{what} is in the record, but nobody was told so.");
            }
        }
    }
}
