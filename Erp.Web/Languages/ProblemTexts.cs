using System.Text.RegularExpressions;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Languages;

/// <summary>Refusals in the page's language: by their code, or as the service says them where there is no text for it.
/// </summary>
public static partial class ProblemTexts
{
    /// <summary>The whole refusal, in a sentence.</summary>
    public static string Of(this IStringLocalizer<Texts> texts, Problem problem) => problem.Code switch
    {
        "validation_failed" => texts["Please look at what is marked below."],
        "balance_too_small" => texts["There are not enough days of leave left."],
        "leave_overlaps" => texts["There is a leave on some of these days already."],
        "already_decided" => texts["This was decided already."],
        "leave_already_decided" => texts["This was decided already."],
        "not_in_inbox" => texts["This does not wait for you any more."],
        "being_withdrawn" or "step_reassigned" =>
            texts["This is being withdrawn, or is somebody else's by now."],
        "days_do_not_fit" => texts["The working days of these dates are not what they were. Look, and send again."],
        "too_many_lines" => texts["You keep fifty lines already: delete one first."],
        "too_many_comments" => texts["There are too many comments already."],
        "self_approval" => texts["Nobody approves their own request."],
        "approver_twice" => texts["This person has another undecided step of this request."],
        "invalid_title" => texts["Search for letters or digits."],
        "invalid_range" => texts["The first day is later than the last one."],
        "idempotency_key_reused" =>
            texts["This form was sent before, with other contents. Look whether that is what you want, or send again."],
        "body_too_large" => texts["This is too large to be sent."],
        "leave_begun" => texts["This leave has begun."],
        "no_working_days" => texts["None of these days is a working day."],
        "quest_move_not_allowed" => texts["This quest has moved on meanwhile: please look at it again."],
        "quest_deleted" => texts["This quest was deleted."],
        "holiday_exists" => texts["This day is a holiday already."],
        "email_taken" => texts["Another employee has this e-mail address, or had it before leaving."],
        "changed_meanwhile" => texts["Somebody else was faster. Look at the difference, and save again."],
        "employee_inactive" => texts["This employee has left the company."],
        "self_deputy" => texts["Nobody is their own deputy."],
        "deputy_inactive" => texts["The deputy must be somebody who works here."],
        "deputy_until_past" => texts["The last day must not be before today."],
        "deputy_circle" => texts["The deputy has named this person as deputy for some of these days."],
        "forbidden" => texts["You may not do this."],
        "employee_service_unavailable" or "approval_request_service_unavailable"
            or "approval_processing_service_unavailable" or "notification_service_unavailable"
            or "temporarily_unavailable" =>
            texts["This does not work at the moment. Nothing you typed is lost: please try again in a few seconds."],
        _ => problem.Detail.Length > 0 ? problem.Detail : texts["That did not work."],
    };

    /// <summary>What is wrong with a field.</summary>
    public static string Field(this IStringLocalizer<Texts> texts, string error) => error switch
    {
        "must not be before startDate." => texts["must not be before the first day."],
        "must be FULL for more than one day." or "is for dates of one day only." =>
            texts["must be whole days for more than one day."],
        "must have 1 to 20 items, none of them null." => texts["must be 1 to 20 people."],
        _ => WithLimits(texts, error),
    };

    // A limit is a placeholder in the text's name.
    private static string WithLimits(IStringLocalizer<Texts> texts, string error)
    {
        var limits = new List<object>();
        var name = Limits().Replace(error, limit =>
        {
            limits.Add(limit.Value);
            return $"{{{limits.Count - 1}}}";
        });
        return texts[name, [.. limits]];
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Limits();
}
