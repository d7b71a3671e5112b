using Erp.Api.Errors;
using Erp.Web.Forms;
using Erp.Web.Languages;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Inbox;

/// <summary>What somebody decided, about one thing or several at once.</summary>
public sealed record Decision(bool Approve, IReadOnlyList<long> Ids, string? Reason)
{
    /// <summary>The fields: what is chosen, and the two buttons, whose value is one thing or <see cref="Chosen"/>.
    /// </summary>
    public const string Chosen = "chosen", ApproveButton = "approve", RejectButton = "reject", ReasonField = "reason";

    /// <summary>Refuses when nothing is chosen, and a rejection without a reason.</summary>
    public static Decision Read(FormValues form)
    {
        var approve = form[ApproveButton] is not null;
        var button = approve ? ApproveButton : RejectButton;
        var ids = form.Ids(form[button] == Chosen ? Chosen : button);
        var reason = form.Text(ReasonField);
        if (ids.Count == 0) form.Refuse<long>(Chosen, FieldErrors.NoChoice);
        else if (!approve && reason is null) form.Refuse<string>(ReasonField, FieldErrors.NoText);
        form.Check();
        return new(approve, ids, reason);
    }

    /// <summary>Decides one after the other; what is refused keeps nothing from the rest, but a reason that is
    /// refused is refused for all.</summary>
    /// <param name="decide">Sends one decision.</param>
    /// <param name="about">What to call the thing.</param>
    public async Task<IReadOnlyList<Outcome>> MakeAsync(
        Func<long, Task> decide, Func<long, string> about, IStringLocalizer<Texts> texts)
    {
        var outcomes = new List<Outcome>();
        foreach (var id in Ids)
        {
            try
            {
                await decide(id);
                outcomes.Add(new(
                    Approve ? texts["Approved: {0}", about(id)] : texts["Rejected: {0}", about(id)], true));
            }
            catch (ProblemException e) when (e.Status is not (400 or 401))
            {
                outcomes.Add(new(texts["Not decided: {0}. {1}", about(id), texts.Of(Problem.From(e))], false));
            }
        }
        return outcomes;
    }
}

/// <summary>What became of one decision.</summary>
public sealed record Outcome(string Text, bool IsDone);
