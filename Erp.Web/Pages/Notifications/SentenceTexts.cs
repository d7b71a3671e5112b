using System.Globalization;
using Erp.Web.Languages;
using Erp.Web.Pages.Requests;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Notifications;

/// <summary>What notifications say, in the page's language.</summary>
public sealed class SentenceTexts(IStringLocalizer<Texts> texts, PeopleNames names, Format format)
{
    /// <summary>The notification's own text where its sentence is none that these pages know: it came from a service
    /// that is newer, or from before there were sentences, or somebody wrote it.</summary>
    public string Of(Notification notification) =>
        notification.Sentence is { } sentence && Of(sentence) is { } text ? text : notification.Message;

    /// <summary>Null when it is none that these pages know, or lacks something.</summary>
    public string? Of(Sentence sentence)
    {
        var say = new Said(sentence, names, format);
        var reason = texts.Reason(sentence["reason"]);
        LocalizedString? text = (sentence.Name, reason) switch
        {
            ("DECISION_WAITS", _) when sentence["insteadOf"] is not null =>
                texts["“{0}” waits for your decision in the place of {1}.", say.Title, say.Person("insteadOf")],
            ("DECISION_WAITS", _) => texts["“{0}” waits for your decision.", say.Title],
            ("DECISION_STILL_WAITS", _) when sentence["approver"] is not null =>
                texts["“{0}” still waits for the decision of {1}.", say.Title, say.Person("approver")],
            ("DECISION_STILL_WAITS", _) => texts["“{0}” still waits for your decision.", say.Title],
            ("DECISION_HANDED_ON", _) => texts["“{0}” waits for somebody else now.", say.Title],
            ("REQUEST_STUCK", _) => texts["“{0}” waits for {1}, who has left. Give the step to somebody else.",
                say.Title, say.Person("approver")],
            ("STEP_APPROVED", _) => texts["Step {0} of {1} of “{2}” was approved.",
                say.Text("step"), say.Text("steps"), say.Title],
            ("REQUEST_APPROVED", _) => texts["“{0}” was approved.", say.Title],
            ("REQUEST_REJECTED", null) => texts["“{0}” was rejected.", say.Title],
            ("REQUEST_REJECTED", { } why) => texts["“{0}” was rejected: {1}", say.Title, why],
            ("REQUEST_WITHDRAWN", _) => texts["“{0}” was cancelled by its requester.", say.Title],
            ("REQUEST_CANCELLED", _) => texts["“{0}” was cancelled by HR.", say.Title],
            ("REQUEST_COMMENTED", _) => texts["{0} said about “{1}”: {2}",
                say.Person("by"), say.Title, say.Text("text")],
            ("LEAVE_REQUESTED", _) => texts["{0} asks for leave: {1}, {2}.",
                say.Person("employee"), say.Dates, say.Days("days")],
            ("LEAVE_TAKEN_BACK", _) => texts["{0} takes back the leave: {1}, {2}.",
                say.Person("employee"), say.Dates, say.Days("days")],
            ("LEAVE_APPROVED", null) => texts["Your leave ({0}) was approved.", say.Dates],
            ("LEAVE_APPROVED", { } why) => texts["Your leave ({0}) was approved: {1}", say.Dates, why],
            ("LEAVE_REJECTED", null) => texts["Your leave ({0}) was rejected.", say.Dates],
            ("LEAVE_REJECTED", { } why) => texts["Your leave ({0}) was rejected: {1}", say.Dates, why],
            ("REWARD_EARNED", _) => texts["Your check-in number {0} earned you {1} of leave.",
                say.Text("checkIns"), say.Days("days")],
            ("BALANCE_ADJUSTED", { } why) => texts["Your leave balance was adjusted by {0} to {1}: {2}",
                say.Delta("days"), say.Days("balance"), why],
            ("QUEST_APPROVED", null) => texts["Your work on the quest “{0}” was approved.", say.Title],
            ("QUEST_APPROVED", { } why) => texts["Your work on the quest “{0}” was approved: {1}", say.Title, why],
            ("QUEST_REJECTED", null) => texts["Your work on the quest “{0}” was rejected.", say.Title],
            ("QUEST_REJECTED", { } why) => texts["Your work on the quest “{0}” was rejected: {1}", say.Title, why],
            _ => null,
        };
        return say.LacksSomething ? null : text?.Value;
    }

    /// <summary>A sentence's values, as people read them.</summary>
    private sealed class Said(Sentence sentence, PeopleNames names, Format format)
    {
        public bool LacksSomething { get; private set; }

        public string Title => Text("title");

        public string Dates => DateOnly.TryParseExact(sentence["from"], "yyyy-MM-dd", out var from)
            && DateOnly.TryParseExact(sentence["to"], "yyyy-MM-dd", out var to)
                ? format.Dates(from, to)
                : Nothing();

        public string Text(string name) => sentence[name] ?? Nothing();

        public string Person(string name) =>
            long.TryParse(sentence[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? names.Of(id)
                : Nothing();

        public string Days(string name) => Number(name) is { } days ? format.Days(days) : Nothing();

        public string Delta(string name) => Number(name) is { } days ? format.Delta(days) : Nothing();

        private decimal? Number(string name) =>
            decimal.TryParse(sentence[name], NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        private string Nothing()
        {
            LacksSomething = true;
            return "";
        }
    }
}
