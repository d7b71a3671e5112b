using Erp.Messaging.Kafka;
using Erp.Messaging.Outbox;
using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging;

/// <summary>Registers producers, relays and consumers.</summary>
public static class MessagingExtensions
{
    /// <summary>The Kafka producer (idempotent, acks=all) as <see cref="IMessagePublisher"/>; connection string <c>kafka</c>. Also
    /// <see cref="DeadLetterReplay"/> and <see cref="TopicHistory"/>.</summary>
    public static WebApplicationBuilder AddKafkaPublisher(this WebApplicationBuilder builder)
    {
        builder.AddKafka();
        builder.Services.TryAddSingleton<IMessagePublisher, KafkaPublisher>();
        return builder;
    }

    /// <summary>The topics that the service sends to or reads, each with its dead letters. Those that are missing are made
    /// where the broker lets us.</summary>
    public static WebApplicationBuilder AddKafkaTopics(
        this WebApplicationBuilder builder, params IEnumerable<KafkaTopic> topics)
    {
        foreach (var topic in topics) builder.Services.AddSingleton(topic);
        return builder;
    }

    /// <summary>A store's outbox, its <see cref="OutboxSignal"/> and the relay that empties it through the <see cref="IMessagePublisher"/>.</summary>
    public static WebApplicationBuilder AddOutbox<TOutbox>(this WebApplicationBuilder builder) where TOutbox : class, IOutbox
    {
        builder.AddMessaging();
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.TryAddSingleton<IOutbox, TOutbox>();
        if (builder.Services.Any(s => s.ServiceType == typeof(OutboxRelay))) return builder;
        builder.AddValidatedOptions<OutboxOptions>(OutboxOptions.Section);
        builder.Services.AddSingleton<OutboxRelay>();
        return builder;
    }

    /// <summary>A consumer of one topic, which <see cref="AddKafkaTopics"/> was given, in a group, with one handler (made once, as a singleton). Its assignment counts for readiness.</summary>
    public static WebApplicationBuilder AddKafkaConsumer<THandler>(this WebApplicationBuilder builder, string topic, string group)
        where THandler : class, IMessageHandler
    {
        builder.AddKafka();
        var services = builder.Services;
        services.TryAddSingleton<THandler>();
        if (!services.Any(s => s.ServiceType == typeof(KafkaConsumer)))
            services.AddHealthChecks().AddCheck<KafkaHealth>("kafka", tags: [HealthTags.Ready]);
        services.AddSingleton(p => new KafkaConsumer(p, typeof(THandler), topic, group));
        return builder;
    }

    private static void AddMessaging(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<MessagingMetrics>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MessagingHost>());
    }

    private static void AddKafka(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (services.Any(s => s.ServiceType == typeof(KafkaProducer))) return;
        builder.AddMessaging();
        builder.AddValidatedOptions<KafkaOptions>(KafkaOptions.Section)
            .Configure<IConfiguration>((o, c) => o.BootstrapServers = c.GetConnectionString("kafka") ?? "")
            .Validate(o => o.BootstrapServers.Length > 0, "ConnectionStrings:kafka must be host:port,host:port");
        services.AddTransientFaultDetector<KafkaFaults>();
        services.AddSingleton<KafkaProducer>();
        services.AddSingleton<KafkaTopics>();
        services.AddSingleton<KafkaTopicsGuard>();
        services.AddHostedService(p => p.GetRequiredService<KafkaTopicsGuard>());
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<TopicReader>();
        services.AddSingleton(p => new TopicHistory(p.GetRequiredService<TopicReader>()));
        services.AddSingleton(p => new DeadLetterReplay(
            p.GetRequiredService<TopicReader>(), p.GetRequiredService<KafkaProducer>(), p.GetRequiredService<KafkaTopics>()));
        ReplayCommand.Add<KafkaReplayCommand>(builder);
    }
}
