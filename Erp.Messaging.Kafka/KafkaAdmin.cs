using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Makes clients that ask a cluster what there is. Each is used for one look: one that shared the producer's
/// connections would share its memory of a lost cluster, which is what the look is for.</summary>
internal static class KafkaAdmin
{
    public static IAdminClient Build(KafkaOptions options) =>
        new AdminClientBuilder(KafkaConfig.With(options, new AdminClientConfig()))
            // What is wrong with the cluster, the producer and the consumers say.
            .SetErrorHandler((_, _) => { })
            .SetLogHandler((_, _) => { })
            .Build();
}
