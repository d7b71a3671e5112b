using System.ComponentModel.DataAnnotations;

namespace Erp.Notification.Mail;

/// <summary>Section <c>Mail</c>. Nothing is sent while neither <see cref="Host"/> nor <see cref="Folder"/> is
/// set.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>SMTP server that takes our mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>465 begins with TLS, any other goes over to it when the server can; with a user it has to.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Empty for a server that asks for none.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Sender.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "erp@localhost.localdomain";

    /// <summary>Mail is written into this folder instead, as .eml files: on a laptop without a mail server.</summary>
    public string Folder { get; set; } = "";

    /// <summary>For each step of the conversation with the server.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:20")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public static bool IsOn(IConfiguration configuration) =>
        configuration[$"{Section}:{nameof(Host)}"] is { Length: > 0 }
        || configuration[$"{Section}:{nameof(Folder)}"] is { Length: > 0 };
}
