using Erp.Contracts;
using Erp.Messaging.Kafka;
using Erp.Notification.Messaging;
using Erp.Notification.Notifications;
using Erp.Notification.Sockets;
using Erp.Notification.Store;
using Erp.People;
using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Health;

namespace Erp.Notification;

internal static class NotificationExtensions
{
    /// <summary>The store, the sockets, the consumer of the topic and what mends the store after Redis lost
    /// it.</summary>
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<NotificationOptions>(NotificationOptions.Section);
        builder.Services.AddSingleton<NotificationStore>();
        builder.Services.AddSingleton<OlderStore>();
        builder.Services.AddSingleton<NotificationSender>();
        builder.Services.AddSingleton<LiveSignals>();
        builder.Services.AddHostedService(p => p.GetRequiredService<LiveSignals>());
        builder.Services.AddSingleton<StoreRebuilder>();
        builder.Services.AddHostedService(p => p.GetRequiredService<StoreRebuilder>());
        builder.Services.AddHealthChecks().AddCheck<StoreRebuilder>("notifications", tags: [HealthTags.Ready]);
        builder.AddPeople();
        builder.AddKafkaConsumer<NotificationHandler>(
            Topics.ApprovalNotifications.Name, Topics.ApprovalNotifications.Group!);
        return builder;
    }
}
