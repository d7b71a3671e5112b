using Erp.Contracts;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Http;

namespace Erp.Notification.Mail;

internal static class MailExtensions
{
    /// <summary>Sends by mail what people asked for, in a consumer group of its own, so that neither waits for the
    /// other. Off unless it is said where mail goes.</summary>
    public static WebApplicationBuilder AddMail(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<MailOptions>(MailOptions.Section);
        if (!MailOptions.IsOn(builder.Configuration)) return builder;
        builder.AddServiceClient<MailAddressClient>("employee-service");
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<MailMarks>();
        builder.Services.AddHostedService<MailMarksWatch>();
        if (builder.Configuration[$"{MailOptions.Section}:{nameof(MailOptions.Host)}"] is { Length: > 0 })
            builder.Services.AddSingleton<IMailTransport, SmtpTransport>();
        else
            builder.Services.AddSingleton<IMailTransport, FolderTransport>();
        builder.AddKafkaConsumer<MailHandler>(Topics.ApprovalNotifications.Name, Topics.MailGroup);
        return builder;
    }
}
