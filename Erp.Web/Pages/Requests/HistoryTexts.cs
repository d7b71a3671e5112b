using Erp.Web.Languages;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Requests;

/// <summary>What happened to a request, in sentences.</summary>
internal static class HistoryTexts
{
    public static string Of(this IStringLocalizer<Texts> texts, HistoryLine line, PeopleNames names)
    {
        var by = line.By is { } id ? names.Of(id) : "";
        return (line.Action, line.InsteadOf) switch
        {
            (HistoryAction.Submitted, _) => texts["{0} asked for approval.", by],
            (HistoryAction.StepApproved, null) => texts["{0} approved step {1}.", by, line.Step!],
            (HistoryAction.StepApproved, { } other) =>
                texts["{0} approved step {1} in the place of {2}.", by, line.Step!, names.Of(other)],
            (HistoryAction.StepRejected, null) => texts["{0} rejected step {1}.", by, line.Step!],
            (HistoryAction.StepRejected, { } other) =>
                texts["{0} rejected step {1} in the place of {2}.", by, line.Step!, names.Of(other)],
            (HistoryAction.LeaveDeducted, _) => texts["The days of leave were deducted."],
            (HistoryAction.LeaveRefused, _) => texts["The leave could not be granted."],
            (HistoryAction.Cancelled, _) => texts["{0} withdrew the request.", by],
            (HistoryAction.Commented, _) => texts["{0} commented:", by],
            (HistoryAction.Reassigned, _) => texts["{0} gave step {1} of {2} to {3}.",
                by, line.Step!, names.Of(line.InsteadOf ?? 0), names.Of(line.ApproverId ?? 0)],
            (HistoryAction.Delegated, _) => texts["Step {0} of {1} went to {2}, who stands in.",
                line.Step!, names.Of(line.InsteadOf ?? 0), names.Of(line.ApproverId ?? 0)],
            _ => texts["Step {0} waits for {1}, who has left.", line.Step!, names.Of(line.ApproverId ?? 0)],
        };
    }

    /// <summary>Why, as somebody wrote it; the leave's rules in the page's language.</summary>
    public static string? Reason(this IStringLocalizer<Texts> texts, string? reason) =>
        reason?.Split(": ", 2) is
            [var code and ("balance_too_small" or "leave_overlaps" or "days_do_not_fit"), var said]
            ? texts.Of(new Problem(409, code, said, Problem.NoErrors))
            : reason;
}
