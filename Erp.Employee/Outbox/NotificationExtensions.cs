using Erp.Messaging;
using Erp.Messaging.DeadLetters;
using Erp.ServiceDefaults.Http;

namespace Erp.Employee.Outbox;

internal static class NotificationExtensions
{
    /// <summary>The outbox in MySQL, relayed to notification-service over HTTP, and the record of what was
    /// told.</summary>
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeadMessages>();
        builder.Services.AddSingleton<IDeadLetters>(p => p.GetRequiredService<DeadMessages>());
        builder.Services.AddSingleton<NotificationPublisher>();
        builder.Services.AddSingleton<NotificationOutbox>();
        builder.Services.AddSingleton<ToldNotifications>();
        builder.Services.AddHostedService<TellingAgain>();
        builder.AddServiceClient<NotificationClient>("notification-service");
        builder.AddOutbox(
            p => ActivatorUtilities.CreateInstance<MySqlOutbox>(p, NotificationOutbox.Topic),
            p => p.GetRequiredService<NotificationPublisher>());
        return builder;
    }
}
