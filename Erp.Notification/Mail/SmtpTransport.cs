using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Erp.Notification.Mail;

/// <summary>An SMTP server.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    private readonly MailOptions _options = options.Value;

    public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)_options.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(_options.Host, _options.Port, Security, cancellationToken);
            if (_options.User.Length > 0)
                await client.AuthenticateAsync(_options.User, _options.Password, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailNotSentException($"The mail server {_options.Host} takes nothing: {e.Message}", inner: e);
        }
        try
        {
            await client.SendAsync(mail, cancellationToken);
        }
        catch (SmtpCommandException e)
        {
            // Its answer to a command: 5xx is for good.
            throw new MailNotSentException(
                $"The mail server refused it: {(int)e.StatusCode} {e.Message}", (int)e.StatusCode >= 500, e);
        }
        // It has the mail: how the conversation ends makes no difference.
        try { await client.DisconnectAsync(quit: true, cancellationToken); }
        catch (Exception e) when (e is IOException or SmtpProtocolException or OperationCanceledException)
        {
            // The server was faster.
        }
    }

    // No password without TLS.
    private SecureSocketOptions Security =>
        _options.Port == 465 ? SecureSocketOptions.SslOnConnect
        : _options.User.Length > 0 ? SecureSocketOptions.StartTls
        : SecureSocketOptions.StartTlsWhenAvailable;
}
