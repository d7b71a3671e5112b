using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Languages;

/// <summary>Refusals in the page's language: by their code, or as the service says them where there is no text for it.
/// </summary>
public static class ProblemTexts
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
        "too_many_comments" => texts["There are too many comments already."],
        "self_approval" => texts["Nobody approves their own request."],
        "approver_twice" => texts["This person has another undecided step of this request."],
        "invalid_title" => texts["Search for letters or digits."],
        "invalid_range" => texts["The first day is later than the last one."],
        "idempotency_key_reused" =>
            texts["This form was sent before, with other contents. Look whether that is what you want, or send again."],
        "forbidden" => texts["You may not do this."],
        "employee_service_unavailable" or "approval_request_service_unavailable"
            or "approval_processing_service_unavailable" or "notification_service_unavailable"
            or "temporarily_unavailable" =>
            texts["This does not work at the moment. Nothing you typed is lost: please try again in a few seconds."],
        _ => problem.Detail.Length > 0 ? problem.Detail : texts["That did not work."],
    };

    /// <summary>What is wrong with a field.</summary>
    public static string Field(this IStringLocalizer<Texts> texts, string error) => texts[error];
}
