using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>Looks now and then whether Kafka lost its data. Then topics are made anew, and so are our clients: they remember leader epochs of
/// the lost topics and take the new ones, which begin at zero again, for outdated.</summary>
internal sealed class KafkaTopicsGuard(KafkaTopics topics, KafkaProducer producer, IEnumerable<KafkaConsumer> consumers, ILogger<KafkaTopicsGuard> logger) : BackgroundService
{
    private static readonly TimeSpan AtFirst = TimeSpan.FromMilliseconds(500), Interval = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(3);
    private string? _cluster;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Quickly until the cluster is known: one that is lost before that could not be told from its successor.
            await Task.Delay(_cluster is null ? AtFirst : Interval, stoppingToken);
            if (await ClusterIdAsync() is { } cluster)
            {
                if (_cluster is not null && cluster != _cluster)
                {
                    logger.LogWarning("Kafka began anew as cluster {Cluster}: its data is lost, what is not acknowledged is sent again", cluster);
                    producer.Renew();
                    foreach (var consumer in consumers) consumer.Renew();
                }
                _cluster = cluster;
            }
            await topics.RestoreAsync();
        }
    }

    /// <summary>Null when no broker answers, and for the embedded cluster, which has no id.</summary>
    private async Task<string?> ClusterIdAsync()
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            return (await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience })).ClusterId;
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
