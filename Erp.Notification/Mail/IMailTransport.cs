using MimeKit;

namespace Erp.Notification.Mail;

/// <summary>Gives mail to who brings it to its receiver.</summary>
internal interface IMailTransport
{
    /// <summary>Returns when it is taken over. <see cref="MailNotSentException"/> when it is certain that it is not;
    /// anything else leaves that open.</summary>
    Task SendAsync(MimeMessage mail, CancellationToken cancellationToken);
}

/// <summary>This mail has certainly not been sent.</summary>
/// <param name="reason">For the log and the dead letter.</param>
/// <param name="isFinal">Trying again is of no use.</param>
internal sealed class MailNotSentException(string reason, bool isFinal = false, Exception? inner = null)
    : Exception(reason, inner)
{
    public bool IsFinal { get; } = isFinal;
}
