using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>Makes the topics that are missing, where the broker lets us: on the cluster a Job has made them and nothing is left to do.</summary>
internal sealed class KafkaTopics(KafkaProducer producer, ILogger<KafkaTopics> logger) : IDisposable
{
    private const int Partitions = 3;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);
    private static readonly string[] Names = [Topics.ApprovalRequests, Topics.ApprovalResults, Topics.ApprovalNotifications];
    private readonly SemaphoreSlim _once = new(1);
    private long _tryAgainAt;
    private readonly ConcurrentDictionary<string, bool> _known = new();

    /// <summary>True when the topic and the system's own topics, each with its dead letters, are there, or cannot be made by us; false when no
    /// broker answers.</summary>
    public async Task<bool> EnsureAsync(string topic, bool again = false)
    {
        await _once.WaitAsync();
        try
        {
            if (!again && _known.ContainsKey(topic)) return true;
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            var metadata = await Task.Run(() => admin.GetMetadata(TimeSpan.FromSeconds(1)));
            var missing = Names.Append(topic).Distinct().SelectMany(n => new[] { n, Topics.DeadLetter(n) })
                .Except(metadata.Topics.Where(t => t.Error.Code == ErrorCode.NoError).Select(t => t.Topic)).ToList();
            if (missing.Count > 0 && (!again || Environment.TickCount64 >= _tryAgainAt)) await CreateAsync(admin, missing, Math.Min(3, metadata.Brokers.Count));
            _known[topic] = true;
            return true;
        }
        catch (KafkaException e)
        {
            logger.LogDebug("Topics cannot be checked: {Reason}", e.Error.Reason);
            return false;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Makes topics anew that are gone: a Kafka that lost its data has lost its topics too.</summary>
    public async Task RestoreAsync()
    {
        foreach (var topic in _known.Keys) await EnsureAsync(topic, again: true);
    }

    public void Dispose() => _once.Dispose();

    private async Task CreateAsync(IAdminClient admin, List<string> names, int replicas)
    {
        var settings = replicas == 3 ? new Dictionary<string, string> { ["min.insync.replicas"] = "2" } : [];
        try
        {
            await admin.CreateTopicsAsync(
                names.Select(n => new TopicSpecification { Name = n, NumPartitions = Partitions, ReplicationFactor = (short)replicas, Configs = settings }),
                new() { RequestTimeout = TimeSpan.FromSeconds(5), OperationTimeout = TimeSpan.FromSeconds(5) });
            logger.LogInformation("Made topics {Topics}", string.Join(", ", names));
        }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // Another replica was faster.
        }
        catch (KafkaException e)
        {
            // The embedded cluster cannot, a secured one may not let us: then somebody else makes them.
            _tryAgainAt = Environment.TickCount64 + (long)AfterRefusal.TotalMilliseconds;
            logger.LogInformation("Topics {Topics} are missing and cannot be made from here: {Reason}", string.Join(", ", names), e.Error.Reason);
        }
    }
}
