using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.Contracts;
using Erp.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Makes the topics that are missing, where the broker lets us: on the cluster a Job has made them and nothing is left to do. How many
/// replicas they get is the broker's default, so a cluster that wants three refuses until three brokers are there, and is asked again.</summary>
internal sealed class KafkaTopics(IOptions<KafkaOptions> options, ILogger<KafkaTopics> logger) : IDisposable
{
    /// <summary>The system's own topics.</summary>
    public static IReadOnlyList<string> Names { get; } = [Topics.ApprovalRequests, Topics.ApprovalResults, Topics.ApprovalNotifications];

    private const int Partitions = 3;
    private const short BrokersDefault = -1;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30), MetadataPatience = TimeSpan.FromSeconds(3);
    // Their store is rebuilt from the topic, so it has to reach as far back as the store (30 days).
    private static readonly Dictionary<string, string> KeptForRebuilding = new() { ["retention.ms"] = $"{TimeSpan.FromDays(31).TotalMilliseconds}" };
    private readonly SemaphoreSlim _once = new(1);
    private readonly News _refusals = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private long _tryAgainAt;

    /// <summary>The system's own topics and those that were asked for, each with its dead letters.</summary>
    public IEnumerable<string> All => Names.Union(_known.Keys).SelectMany(WithDeadLetters);

    /// <summary>True when the topic and the system's own topics, each with its dead letters, are there, or cannot be
    /// made by us; false when no broker answers.</summary>
    public async Task<bool> EnsureAsync(string topic)
    {
        if (_known.ContainsKey(topic)) return true;
        using var admin = KafkaAdmin.Build(options.Value);
        try
        {
            await MakeMissingAsync(admin, Names.Append(topic), retry: true);
            return _known[topic] = true;
        }
        catch (KafkaException e)
        {
            logger.LogDebug("Topics cannot be checked: {Reason}", e.Error.Reason);
            return false;
        }
    }

    /// <summary>Makes topics anew that are gone: a Kafka that lost its data has lost its topics too.</summary>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public Task RestoreAsync(IAdminClient admin) =>
        _known.IsEmpty ? Task.CompletedTask : MakeMissingAsync(admin, Names.Concat(_known.Keys), retry: false);

    public void Dispose() => _once.Dispose();

    private static string[] WithDeadLetters(string topic) => [topic, Topics.DeadLetter(topic)];

    /// <param name="admin">Asks and makes.</param>
    /// <param name="topics">Without their dead letters.</param>
    /// <param name="retry">Also those that were refused a short time ago.</param>
    private async Task MakeMissingAsync(IAdminClient admin, IEnumerable<string> topics, bool retry)
    {
        await _once.WaitAsync();
        try
        {
            var metadata = await Task.Run(() => admin.GetMetadata(MetadataPatience));
            var there = metadata.Topics.Where(t => t.Error.Code == ErrorCode.NoError).Select(t => t.Topic);
            var missing = topics.Distinct().SelectMany(WithDeadLetters).Except(there).ToList();
            if (missing.Count > 0 && (retry || Environment.TickCount64 >= _tryAgainAt)) await CreateAsync(admin, missing);
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task CreateAsync(IAdminClient admin, List<string> names)
    {
        try
        {
            await admin.CreateTopicsAsync(
                names.Select(n => new TopicSpecification
                {
                    Name = n,
                    NumPartitions = Partitions,
                    ReplicationFactor = BrokersDefault,
                    Configs = n == Topics.ApprovalNotifications ? KeptForRebuilding : null,
                }),
                new() { RequestTimeout = TimeSpan.FromSeconds(5), OperationTimeout = TimeSpan.FromSeconds(5) });
            logger.LogInformation("Made topics {Topics}", string.Join(", ", names));
        }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // Another replica was faster.
        }
        catch (KafkaException e)
        {
            // The embedded cluster cannot, a secured one may not let us, a starting one has too few brokers: somebody else makes them, or we do later.
            _tryAgainAt = Environment.TickCount64 + (long)AfterRefusal.TotalMilliseconds;
            var reason = (e as CreateTopicsException)?.Results.First(r => r.Error.IsError).Error.Reason ?? e.Error.Reason;
            if (_refusals.Is(reason)) logger.LogInformation("Topics {Topics} are missing and cannot be made from here now: {Reason}", string.Join(", ", names), reason);
        }
    }
}
