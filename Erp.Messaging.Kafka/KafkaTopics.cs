using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Makes the topics that are missing, where the broker lets us: on the cluster a Job has made them and nothing
/// is left to do. How many replicas they get is the broker's default, so a cluster that wants three refuses until three
/// brokers are there, and is asked again.</summary>
internal sealed class KafkaTopics(
    IEnumerable<KafkaTopic> topics, IOptions<KafkaOptions> options, ILogger<KafkaTopics> logger) : IDisposable
{
    private const short BrokersDefault = -1;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MetadataPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MakingPatience = TimeSpan.FromSeconds(5);
    private readonly List<KafkaTopic> _topics = [.. topics.DistinctBy(t => t.Name)];
    private readonly SemaphoreSlim _once = new(1);
    private readonly News _refusals = new();
    private volatile bool _ensured;
    private long _tryAgainAt;

    /// <summary>The topics that this service was given, and the dead letters of those that have some.</summary>
    public IEnumerable<string> All => _topics.SelectMany(Specifications).Select(s => s.Name);

    /// <summary>Where what cannot be processed of this topic goes.</summary>
    /// <exception cref="InvalidOperationException">No such topic was given, or one without dead letters.</exception>
    public string DeadLettersOf(string name) => Get(name).DeadLetters
        ?? throw new InvalidOperationException($"The topic {name} has no dead letters.");

    /// <summary>What was given of this name.</summary>
    /// <exception cref="InvalidOperationException">Nothing was.</exception>
    public KafkaTopic Get(string name) => _topics.Find(t => t.Name == name)
        ?? throw new InvalidOperationException($"The topic {name} is not among those of AddKafkaTopics.");

    /// <summary>True when all topics are there, or cannot be made by us; false when no broker answers.</summary>
    public async Task<bool> EnsureAsync()
    {
        if (_ensured) return true;
        using var admin = KafkaAdmin.Build(options.Value);
        try
        {
            await MakeMissingAsync(admin, retry: true);
            return _ensured = true;
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
        _ensured ? MakeMissingAsync(admin, retry: false) : Task.CompletedTask;

    public void Dispose() => _once.Dispose();

    private static IEnumerable<TopicSpecification> Specifications(KafkaTopic topic)
    {
        yield return Specification(topic.Name, topic.Partitions, topic.Retention, topic.Compacted);
        if (topic.DeadLetters is { } deadLetters)
            yield return Specification(deadLetters, topic.Partitions, topic.DeadLetterRetention, compacted: false);
    }

    private static TopicSpecification Specification(string name, int partitions, TimeSpan? retention, bool compacted)
    {
        var settings = new Dictionary<string, string>();
        if (retention is { } kept)
            settings["retention.ms"] = kept.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        if (compacted) settings["cleanup.policy"] = "compact";
        return new()
        {
            Name = name, NumPartitions = partitions, ReplicationFactor = BrokersDefault, Configs = settings,
        };
    }

    /// <param name="admin">Asks and makes.</param>
    /// <param name="retry">Also those that were refused a short time ago.</param>
    private async Task MakeMissingAsync(IAdminClient admin, bool retry)
    {
        await _once.WaitAsync();
        try
        {
            var metadata = await Task.Run(() => admin.GetMetadata(MetadataPatience));
            var there = metadata.Topics.Where(t => t.Error.Code == ErrorCode.NoError).Select(t => t.Topic).ToHashSet();
            var missing = _topics.SelectMany(Specifications).Where(s => !there.Contains(s.Name)).ToList();
            if (missing.Count > 0 && (retry || Environment.TickCount64 >= _tryAgainAt))
                await CreateAsync(admin, missing);
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task CreateAsync(IAdminClient admin, List<TopicSpecification> missing)
    {
        var names = string.Join(", ", missing.Select(s => s.Name));
        try
        {
            await admin.CreateTopicsAsync(
                missing, new() { RequestTimeout = MakingPatience, OperationTimeout = MakingPatience });
            logger.LogInformation("Made topics {Topics}", names);
        }
        catch (CreateTopicsException e) when (e.Results.All(IsThere))
        {
            // Another replica was faster.
        }
        catch (KafkaException e)
        {
            // The embedded cluster cannot, a secured one may not let us, a starting one has too few brokers: somebody
            // else makes them, or we do later.
            _tryAgainAt = Environment.TickCount64 + (long)AfterRefusal.TotalMilliseconds;
            var refused = (e as CreateTopicsException)?.Results.First(r => r.Error.IsError).Error ?? e.Error;
            if (_refusals.Is(refused.Reason))
                logger.LogInformation("Topics {Topics} are missing and cannot be made from here now: {Reason}",
                    names, refused.Reason);
        }
    }

    private static bool IsThere(CreateTopicReport report) =>
        report.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists;
}
