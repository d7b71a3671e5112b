using Erp.Messaging.DeadLetters;
using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.Messaging.Kafka;

/// <summary>Registers Kafka's producer and consumers: connection string <c>kafka</c>, section <c>Kafka</c>
/// (<see cref="KafkaOptions"/>).</summary>
public static class KafkaExtensions
{
    /// <summary>The topics that the service sends to or reads, each with its dead letters. Those that are missing are
    /// made where the broker lets us.</summary>
    public static WebApplicationBuilder AddKafkaTopics(
        this WebApplicationBuilder builder, params IEnumerable<KafkaTopic> topics)
    {
        foreach (var topic in topics) builder.Services.AddSingleton(topic);
        return builder;
    }

    /// <summary>The producer (idempotent, acks=all) as <see cref="IMessagePublisher"/>. Also
    /// <see cref="TopicHistory"/>.</summary>
    public static WebApplicationBuilder AddKafkaPublisher(this WebApplicationBuilder builder)
    {
        builder.AddKafka();
        builder.Services.TryAddSingleton<IMessagePublisher, KafkaPublisher>();
        return builder;
    }

    /// <summary>A consumer of one topic in a group, with one handler (made once, as a singleton). Its assignment counts
    /// for readiness. Also the <see cref="IDeadLetters"/> of all topics that are consumed.</summary>
    /// <param name="builder">Of the service.</param>
    /// <param name="topic">One that <see cref="AddKafkaTopics"/> was given; with any other the service does not start.
    /// </param>
    /// <param name="group">Replicas of one group share the partitions.</param>
    public static WebApplicationBuilder AddKafkaConsumer<THandler>(
        this WebApplicationBuilder builder, string topic, string group)
        where THandler : class, IMessageHandler
    {
        builder.AddKafka();
        var services = builder.Services;
        services.TryAddSingleton<THandler>();
        if (!services.Any(s => s.ServiceType == typeof(KafkaConsumer)))
        {
            services.AddHealthChecks().AddCheck<KafkaHealth>("kafka", tags: [HealthTags.Ready]);
            services.AddSingleton<IDeadLetters, KafkaDeadLetters>();
        }
        services.AddSingleton(p => new KafkaConsumer(p, typeof(THandler), topic, group));
        return builder;
    }

    /// <summary>Has all of a topic read to a follower (a singleton that the service registers), by every replica and
    /// without a group. What follows is for it to say, readiness too.</summary>
    /// <param name="builder">Of the service.</param>
    /// <param name="topic">One that <see cref="AddKafkaTopics"/> was given; with any other the service does not start.
    /// </param>
    public static WebApplicationBuilder AddKafkaFollower<TFollower>(this WebApplicationBuilder builder, string topic)
        where TFollower : class, ITopicFollower
    {
        builder.AddKafka();
        builder.Services.AddSingleton(p => new KafkaFollower(p, p.GetRequiredService<TFollower>(), topic));
        return builder;
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
        services.AddSingleton<IMessageConsumer, KafkaConsumers>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<TopicReader>();
        services.AddSingleton(p => new TopicHistory(p.GetRequiredService<TopicReader>()));
    }
}
