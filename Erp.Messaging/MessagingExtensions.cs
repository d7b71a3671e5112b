using Erp.Messaging.Outbox;
using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging;

/// <summary>Registers outboxes and their relays.</summary>
public static class MessagingExtensions
{
    /// <summary>A store's outbox, its <see cref="OutboxSignal"/> and the relay that empties it through the
    /// <see cref="IMessagePublisher"/>, which the service registers too. The relay is set by section <c>Outbox</c>, see
    /// <see cref="OutboxOptions"/>.</summary>
    public static WebApplicationBuilder AddOutbox<TOutbox>(this WebApplicationBuilder builder)
        where TOutbox : class, IOutbox
    {
        builder.AddMessaging();
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.TryAddSingleton<IOutbox, TOutbox>();
        if (builder.Services.Any(s => s.ServiceType == typeof(OutboxRelay))) return builder;
        builder.AddValidatedOptions<OutboxOptions>(OutboxOptions.Section);
        builder.Services.AddSingleton<OutboxRelay>();
        return builder;
    }

    internal static void AddMessaging(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<MessagingMetrics>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MessagingHost>());
    }
}
