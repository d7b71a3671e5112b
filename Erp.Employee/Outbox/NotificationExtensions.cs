using Erp.Messaging;
using Erp.ServiceDefaults.Http;

namespace Erp.Employee.Outbox;

internal static class NotificationExtensions
{
    /// <summary>The outbox in MySQL, relayed to notification-service over HTTP.</summary>
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MySqlOutbox>();
        builder.Services.AddSingleton<IOutbox>(services => services.GetRequiredService<MySqlOutbox>());
        builder.Services.AddSingleton<IMessagePublisher, NotificationPublisher>();
        builder.Services.AddSingleton<NotificationOutbox>();
        builder.AddServiceClient<NotificationClient>("notification-service");
        builder.AddOutbox<MySqlOutbox>();
        ReplayCommand.Add<NotificationReplayCommand>(builder);
        return builder;
    }
}
