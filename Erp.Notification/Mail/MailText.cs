using Erp.Contracts;
using MimeKit;

namespace Erp.Notification.Mail;

/// <summary>The words of a mail.</summary>
internal static class MailText
{
    private static readonly Dictionary<string, string> Subjects = new()
    {
        ["APPROVAL_REQUESTED"] = "A request waits for your decision",
        ["APPROVAL_STATUS_CHANGED"] = "News of your request",
        ["APPROVAL_COMMENTED"] = "A comment on a request",
        ["APPROVAL_REMINDER"] = "A request still waits for your decision",
        ["APPROVAL_STUCK"] = "A request waits and nobody can decide it",
        ["LEAVE_REQUESTED"] = "Somebody asks for leave",
        ["LEAVE_STATUS_CHANGED"] = "News of your leave",
        ["LEAVE_CANCELLED"] = "Somebody takes their leave back",
        ["LEAVE_BALANCE_CHANGED"] = "Your leave balance has changed",
        ["QUEST_STATUS_CHANGED"] = "News of your quest",
    };

    public static MimeMessage Write(string from, string to, string name, string messageId, NotificationRequested what)
    {
        var request = what.ApprovalId is { } id ? $"\n\nThis is about request {id}." : "";
        var mail = new MimeMessage
        {
            Subject = Subjects.GetValueOrDefault(what.Type, "A message from the ERP"),
            Body = new TextPart("plain")
            {
                Text = $"{what.Message}{request}\n\nYou get this mail because you asked for it. "
                    + "You can change that in your mail preferences.\n",
            },
            Date = what.Timestamp,
            MessageId = $"{Guid.CreateVersion7(what.Timestamp):N}@erp",
        };
        mail.From.Add(new MailboxAddress("ERP", from));
        mail.To.Add(new MailboxAddress(name, to));
        // Holiday programs answer nobody, and a person can find the notification by it.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-Erp-Notification", messageId);
        return mail;
    }
}
