using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.ServiceDefaults.Messaging;

/// <summary>Registers producers, relays and consumers.</summary>
public static class MessagingExtensions
{
    /// <summary>The Kafka producer (idempotent, acks=all) as <see cref="IMessagePublisher"/>; connection string <c>kafka</c>.</summary>
    public static WebApplicationBuilder AddKafkaPublisher(this WebApplicationBuilder builder) => builder;

    /// <summary>A store's outbox, its <see cref="OutboxSignal"/> and the relay that empties it through the <see cref="IMessagePublisher"/>.</summary>
    public static WebApplicationBuilder AddOutbox<TOutbox>(this WebApplicationBuilder builder) where TOutbox : class, IOutbox
    {
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.TryAddSingleton<IOutbox, TOutbox>();
        return builder;
    }

    /// <summary>A consumer of one topic in a group, with one handler (made once, as a singleton). Its assignment counts for readiness.</summary>
    public static WebApplicationBuilder AddKafkaConsumer<THandler>(this WebApplicationBuilder builder, string topic, string group)
        where THandler : class, IMessageHandler
    {
        builder.Services.TryAddSingleton<THandler>();
        return builder;
    }
}
