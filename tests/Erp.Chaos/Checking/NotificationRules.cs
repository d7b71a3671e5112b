namespace Erp.Chaos.Checking;

/// <summary>Each person is told of what concerns them, once, in the order in which it happened: among the recent ones
/// and on the socket.</summary>
internal static class NotificationRules
{
    private const string Requested = "APPROVAL_REQUESTED", Changed = "APPROVAL_STATUS_CHANGED";

    public static IEnumerable<Violation> Find(History history, Observed observed, bool pushesRepeat)
    {
        var due = observed.Requests.SelectMany(DueOf).ToLookup(d => d.Person, d => d.Event);
        var pushed = history.Pushed;
        foreach (var (person, recent) in observed.Recent)
        {
            List<Event> expected = [.. due[person]];
            foreach (var found in Compare(person, "recent", expected, recent, repeats: false)) yield return found;
            foreach (var found in Compare(person, "the socket", expected, [.. pushed[person]], pushesRepeat))
                yield return found;
        }
    }

    private static IEnumerable<Violation> Compare(
        long person, string where, List<Event> expected, IReadOnlyList<Notice> came, bool repeats)
    {
        var first = came.DistinctBy(n => n.MessageId).ToList();
        if (!repeats)
            foreach (var again in came.GroupBy(n => n.MessageId).Where(g => g.Count() > 1))
                yield return new(
                    ViolationKind.Doubled,
                    $"{where} of employee {person} has message {again.Key} of request {again.First().RequestId} "
                        + $"{again.Count()} times.");
        var told = first.ToLookup(Event.Of);
        var dueTimes = expected.CountBy(due => due).ToList();
        foreach (var (due, times) in dueTimes)
        {
            var count = told[due].Count();
            if (count == 0)
                yield return new(ViolationKind.NotTold, $"{where} of employee {person} lacks {due}.");
            else if (count < times)
                yield return new(
                    ViolationKind.NotTold, $"{where} of employee {person} has {due} {count} of {times} times.");
            else if (count > times)
                yield return new(ViolationKind.Doubled, $"{where} of employee {person} has {due} {count} times.");
        }
        var known = dueTimes.Select(due => due.Key).ToHashSet();
        foreach (var stranger in first.Where(n => n.RequestId is not null && !known.Contains(Event.Of(n))))
            yield return new(
                ViolationKind.Untrue, $"{where} of employee {person} has {Event.Of(stranger)}, which did not happen.");
        var dueOrder = expected.ToLookup(due => due.RequestId);
        foreach (var request in first.Where(n => n.RequestId is not null).GroupBy(n => n.RequestId))
        {
            var order = request.Select(Event.Of).ToList();
            if (IsAnotherOrderOf(dueOrder[request.Key], order))
                yield return new(
                    ViolationKind.Reordered,
                    $"{where} of employee {person} has request {request.Key} in the order "
                        + $"{string.Join(", ", request.Select(n => n.Status))}.");
        }
    }

    private static bool IsAnotherOrderOf(IEnumerable<Event> due, List<Event> came) =>
        !came.SequenceEqual(due) && came.CountBy(e => e).ToHashSet().SetEquals(due.CountBy(e => e));

    // As the record tells it. Who gave a step away may get a later one, and is told of both.
    private static IEnumerable<(long Person, Event Event)> DueOf(RequestState request)
    {
        foreach (var step in request.Steps)
        {
            var began = HasBegun(step);
            var handed = request.History
                .Where(d => d.Action is "reassigned" or "delegated" && d.Step == step.Step).ToList();
            // Whose turn comes while they have a deputy is told nothing: it never was theirs.
            if (began && handed.FirstOrDefault()?.Action != "delegated")
                yield return (
                    handed.Count > 0 ? handed[0].InsteadOf!.Value : step.ApproverId,
                    new(Requested, request.RequestId, "pending"));
            foreach (var to in handed)
            {
                yield return (to.ApproverId!.Value, new(Requested, request.RequestId, "pending"));
                if (to.Action == "reassigned")
                    yield return (to.InsteadOf!.Value, new(Changed, request.RequestId, "in_progress"));
            }
            if (request.Count("step_approved", step.Step) > 0 && step.Step < request.Steps.Count)
                yield return (request.RequesterId, new(Changed, request.RequestId, "in_progress"));
        }
        if (request.Status == "cancelled")
            foreach (var step in request.Steps.Where(HasBegun))
                yield return (step.ApproverId, new(Changed, request.RequestId, "cancelled"));
        if (request.Status is "approved" or "rejected")
            yield return (request.RequesterId, new(Changed, request.RequestId, request.Status));

        bool HasBegun(StepState step) => step.Step == 1 || request.Count("step_approved", step.Step - 1) > 0;
    }

    private sealed record Event(string Type, long? RequestId, string? Status)
    {
        public static Event Of(Notice notice) => new(notice.Type, notice.RequestId, notice.Status);

        public override string ToString() => $"{Type} {Status} of request {RequestId}";
    }
}
