using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>One membership in a consumer group, from joining to leaving. Everything that touches the assignment happens
/// on the one thread that polls; handlers run elsewhere.</summary>
internal sealed class ConsumerSession : IDisposable
{
    // The client forgets what it has fetched of a partition that is paused, and fetches it once more: up to a megabyte
    // for the few messages that there is room for. So the others wait for a moment, too, before one is paused.
    private static readonly TimeSpan BeforePausing = TimeSpan.FromMilliseconds(200);
    private readonly string _topic;
    private readonly KafkaOptions _options;
    private readonly MessageProcessor _processor;
    private readonly ILogger _logger;
    private readonly Action _assigned;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly Dictionary<TopicPartition, PartitionWork> _partitions = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly ConsumerOffsets _offsets;
    private readonly ConsumerLag _lag;
    private bool _leaving;
    private Task _closing = Task.CompletedTask;

    public ConsumerSession(
        string topic, string group, KafkaOptions options, MessageProcessor processor, ILogger logger, Action assigned)
    {
        (_topic, _options, _processor, _logger, _assigned) = (topic, options, processor, logger, assigned);
        var log = new KafkaLog(logger, $"consumer {topic}");
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaConfig.Consumer(options, group))
            .SetErrorHandler((_, e) => log.Error(e))
            .SetLogHandler((_, m) => log.Message(m))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked([.. partitions.Select(p => p.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => Lost([.. partitions.Select(p => p.TopicPartition)]))
            .SetOffsetsCommittedHandler((_, report) => _offsets!.Note(report.Offsets))
            .Build();
        _offsets = new(_consumer, logger);
        _lag = new(_consumer);
    }

    /// <summary>Messages of the assigned partitions that are not handled yet, as far as known.</summary>
    public long Lag => _lag.Messages;

    /// <summary>How long the oldest of them has been on the topic.</summary>
    public TimeSpan LagAge => _lag.Age;

    /// <summary>Partitions that have messages, and since when they have not moved.</summary>
    public IReadOnlyList<Standing> Standing => _lag.Standing;

    /// <summary>Polls until canceled, then finishes what runs, commits and leaves the group. Throws
    /// <see cref="KafkaException"/> when the client is beyond repair.</summary>
    public void Run(CancellationToken stopping)
    {
        _consumer.Subscribe(_topic);
        var nextLag = Environment.TickCount64;
        while (!stopping.IsCancellationRequested)
        {
            Poll(_paused.Count > 0 ? 20 : 100);
            Resume();
            if (Environment.TickCount64 < nextLag) continue;
            nextLag = Environment.TickCount64 + 1000;
            _lag.Update(_partitions, _paused);
        }
        Leave();
    }

    public void Dispose()
    {
        // Whoever comes after us begins with the same messages.
        Task.WhenAll(_partitions.Values.Select(w => w.AbandonAsync())).Wait();
        // The native client must not be freed under the feet of a call that is still in it.
        Task.WhenAll(_closing, _offsets.Calls, _lag.Calls).ContinueWith(_ => _consumer.Dispose(), TaskScheduler.Default)
            .Wait(TimeSpan.FromSeconds(1));
    }

    private void Poll(int milliseconds)
    {
        try
        {
            if (_consumer.Consume(milliseconds) is not { IsPartitionEOF: false } record) return;
            if (!_partitions.TryGetValue(record.TopicPartition, out var work)) return;
            work.Add(new(record));
            if (!work.Full || work.WaitForRoom(BeforePausing)) return;
            _consumer.Pause([record.TopicPartition]);
            _paused.Add(record.TopicPartition);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // A topic that is not there yet, a broker that went away: the client goes on by itself.
            _logger.LogDebug("{Topic}: {Reason}", _topic, e.Error.Reason);
        }
    }

    private void Resume()
    {
        if (_paused.Count == 0) return;
        var ready = _paused.Where(p => !_partitions.TryGetValue(p, out var work) || work.HasRoom).ToList();
        if (ready.Count == 0) return;
        _paused.ExceptWith(ready);
        _consumer.Resume(ready.Where(_partitions.ContainsKey));
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        _offsets.Forget(partitions);
        // While we leave, whatever comes is left to others.
        foreach (var partition in partitions.Where(_ => !_leaving))
            _partitions[partition] = new(
                _processor.ProcessAsync, next => _offsets.Store(partition, next), _options.BufferPerPartition);
        _logger.LogInformation("{Topic}: got partitions [{Partitions}]", _topic, Names(partitions));
        _assigned();
    }

    // They go to another replica: what it would otherwise handle again is finished and committed before it begins.
    private void Revoked(List<TopicPartition> partitions)
    {
        var ours = Take(partitions);
        Task.WhenAll(ours.Values.Select(w => w.DrainAsync(_options.DrainTimeout))).Wait();
        Report(_offsets.CommitAsync(_offsets.Uncommitted(ours)).Result);
        _logger.LogInformation("{Topic}: gave back partitions [{Partitions}]", _topic, Names(partitions));
    }

    // They have gone already: what still runs must end, and nothing may be committed.
    private void Lost(List<TopicPartition> partitions)
    {
        Task.WhenAll(Take(partitions).Values.Select(w => w.AbandonAsync())).Wait();
        _logger.LogWarning("{Topic}: lost partitions [{Partitions}]", _topic, Names(partitions));
    }

    private Dictionary<TopicPartition, PartitionWork> Take(List<TopicPartition> partitions)
    {
        var taken = new Dictionary<TopicPartition, PartitionWork>();
        foreach (var partition in partitions)
        {
            _paused.Remove(partition);
            if (_partitions.Remove(partition, out var work)) taken[partition] = work;
        }
        return taken;
    }

    private void Leave()
    {
        _leaving = true;
        _consumer.Pause(_partitions.Keys);
        PollUntil(Task.WhenAll(_partitions.Values.Select(w => w.DrainAsync(_options.DrainTimeout))));
        var since = Environment.TickCount64;
        while (true)
        {
            var commit = _offsets.CommitAsync(_offsets.Uncommitted(_partitions));
            PollUntil(commit);
            // A rebalance is under way, and it ends only if we take part in it.
            if (commit.Result?.Code is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration
                && Environment.TickCount64 - since < _options.SessionTimeout.TotalMilliseconds) continue;
            Report(commit.Result);
            break;
        }
        _partitions.Clear();
        // Leaving needs an answer; a broker that is away must not hold up the end of the process.
        _closing = Task.Run(_consumer.Close);
        if (!_closing.Wait(TimeSpan.FromSeconds(5)))
            _logger.LogWarning("{Topic}: the broker did not hear that we leave", _topic);
    }

    // The group goes on meanwhile: who does not answer is thrown out of it, and must not commit.
    private void PollUntil(Task task)
    {
        do Poll(20);
        while (!task.IsCompleted);
    }

    private void Report(Error? error)
    {
        // They will be handled again, which is harmless.
        if (error is null) return;
        _logger.LogWarning("{Topic}: the last offsets are not committed: {Reason}", _topic, error.Reason);
    }

    private static string Names(List<TopicPartition> partitions) =>
        string.Join(", ", partitions.Select(p => p.Partition.Value));
}
