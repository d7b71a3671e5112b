namespace Erp.Chaos.Checking;

/// <summary>An inbox shows what waits for its approver, once, and nothing else.</summary>
internal static class InboxRules
{
    public static IEnumerable<Violation> Find(Observed observed)
    {
        var requests = observed.Requests.ToDictionary(r => r.RequestId);
        foreach (var (approver, inbox) in observed.Inboxes)
        {
            foreach (var shown in inbox.GroupBy(id => id))
            {
                if (shown.Count() > 1)
                    yield return new(
                        ViolationKind.Doubled, $"the inbox of employee {approver} has request {shown.Key} twice.");
                if (requests.GetValueOrDefault(shown.Key) is not { } request)
                    yield return new(
                        ViolationKind.Untrue, $"the inbox of employee {approver} has request {shown.Key}, of nobody.");
                else if (request.Current?.ApproverId != approver)
                    yield return new(
                        ViolationKind.Untrue,
                        $"the inbox of employee {approver} has request {shown.Key}, which does not wait for them "
                            + $"({request.Status}).");
            }
        }
        foreach (var request in requests.Values)
            if (request.Current is { } current
                && observed.Inboxes.TryGetValue(current.ApproverId, out var inbox)
                && !inbox.Contains(request.RequestId))
                yield return new(
                    ViolationKind.Lost,
                    $"request {request.RequestId} waits for employee {current.ApproverId}, whose inbox lacks it.");
    }
}
