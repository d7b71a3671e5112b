using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Erp.Notification.Mail;

/// <summary>A folder of .eml files, which mail programs open.</summary>
internal sealed class FolderTransport(IOptions<MailOptions> options) : IMailTransport
{
    public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(options.Value.Folder);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId!)))[..12];
        var file = Path.Combine(folder.FullName, $"{mail.Date.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{id}.eml");
        await mail.WriteToAsync(file, cancellationToken);
    }
}
