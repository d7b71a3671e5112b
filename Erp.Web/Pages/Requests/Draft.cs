using System.Globalization;
using Erp.Web.Forms;
using Erp.Web.Services;

namespace Erp.Web.Pages.Requests;

/// <summary>The people of a request that somebody is writing; its texts are in the fields of the form. A button of the
/// form says what changes, and everything else is sent along.</summary>
public sealed record Draft(IReadOnlyList<long> Approvers, IReadOnlyList<long> Readers)
{
    private const int Most = 20;
    public const string AddApprover = "add-approver", AddReader = "add-reader", Use = "use", Up = "up", Down = "down",
        RemoveApprover = "remove-approver", RemoveReader = "remove-reader";

    public static readonly Draft Empty = new([], []);

    /// <summary>Everybody whom it names.</summary>
    public IEnumerable<long?> People => Approvers.Concat(Readers).Select(id => (long?)id);

    public static Draft Of(FormValues form) => new(form.Ids("approver"), form.Ids("reader"));

    /// <summary>What a request of before was, without its new requester.</summary>
    public static Draft Of(Approval request, long requesterId) => new(
        [.. LineOf(request.Steps).Where(id => id != requesterId)],
        [.. request.Readers.Where(id => id != requesterId)]);

    /// <summary>Who was named, in their order, whoever stood in for them.</summary>
    public static IEnumerable<long> LineOf(IEnumerable<ApprovalStep> steps) =>
        steps.OrderBy(s => s.Step).Select(s => s.OnBehalfOf ?? s.ApproverId).Distinct();

    /// <summary>The value of a button.</summary>
    public static string Button(string action, params IEnumerable<long> people) =>
        $"{action}:{string.Join(',', people.Select(id => id.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>What the pressed button makes of it.</summary>
    public Draft After(string? button)
    {
        if (button?.Split(':') is not [var action, var text]) return this;
        var people = text.Split(',')
            .Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().ToList();
        if (people is not [var person, ..]) return this;
        return action switch
        {
            AddApprover => this with { Approvers = With(Approvers, person) },
            AddReader => this with { Readers = With(Readers, person) },
            RemoveApprover => this with { Approvers = [.. Approvers.Where(id => id != person)] },
            RemoveReader => this with { Readers = [.. Readers.Where(id => id != person)] },
            Up => this with { Approvers = Moved(person, -1) },
            Down => this with { Approvers = Moved(person, 1) },
            Use => this with { Approvers = people },
            _ => this,
        };
    }

    /// <summary>There is room, and they are not there yet.</summary>
    public static bool CanAdd(IReadOnlyList<long> people, long person) =>
        people.Count < Most && !people.Contains(person);

    private static IReadOnlyList<long> With(IReadOnlyList<long> people, long person) =>
        CanAdd(people, person) ? [.. people, person] : people;

    private List<long> Moved(long person, int by)
    {
        var line = Approvers.ToList();
        var from = line.IndexOf(person);
        var to = from + by;
        if (from >= 0 && to >= 0 && to < line.Count) (line[from], line[to]) = (line[to], line[from]);
        return line;
    }
}
