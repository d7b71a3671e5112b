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
        builder.Services.TryAddSingleton<IOutbox, TOutbox>();
        return builder.AddOutbox(
            p => p.GetRequiredService<IOutbox>(), p => p.GetRequiredService<IMessagePublisher>());
    }

    /// <summary>One of several outboxes, each with a publisher and a relay of its own: what one receiver does not take
    /// holds up nothing that goes to another.</summary>
    public static WebApplicationBuilder AddOutbox(
        this WebApplicationBuilder builder, Func<IServiceProvider, IOutbox> outbox,
        Func<IServiceProvider, IMessagePublisher> publisher)
    {
        builder.AddMessaging();
        builder.Services.TryAddSingleton<OutboxSignal>();
        if (builder.Services.All(s => s.ServiceType != typeof(OutboxRelay)))
            builder.AddValidatedOptions<OutboxOptions>(OutboxOptions.Section);
        builder.Services.AddSingleton(
            p => ActivatorUtilities.CreateInstance<OutboxRelay>(p, outbox(p), publisher(p)));
        return builder;
    }

    internal static void AddMessaging(this WebApplicationBuilder builder)
    {
        // Of the endpoints of this library: what is validated is found out where it is compiled.
        builder.Services.AddValidation();
        builder.Services.TryAddSingleton<MessagingMetrics>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MessagingHost>());
    }
}
