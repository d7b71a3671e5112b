using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>One membership in a consumer group, from joining to leaving. Everything that touches the assignment happens on the one thread
/// that polls; handlers run elsewhere.</summary>
internal sealed class ConsumerSession : IDisposable
{
    private readonly string _topic;
    private readonly KafkaOptions _options;
    private readonly MessageProcessor _processor;
    private readonly ILogger _logger;
    private readonly Action _assigned;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly Dictionary<TopicPartition, PartitionWork> _partitions = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private Task _closing = Task.CompletedTask;
    private long _lag;

    public ConsumerSession(string topic, string group, KafkaOptions options, MessageProcessor processor, ILogger logger, Action assigned)
    {
        (_topic, _options, _processor, _logger, _assigned) = (topic, options, processor, logger, assigned);
        var log = new KafkaLog(logger, $"consumer {topic}");
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaConfig.Consumer(options, group))
            .SetErrorHandler((_, e) => log.Error(e))
            .SetLogHandler((_, m) => log.Message(m))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
    }

    /// <summary>Messages of the assigned partitions that are not handled yet, as far as known.</summary>
    public long Lag => Interlocked.Read(ref _lag);

    /// <summary>Polls until canceled, then finishes what runs, commits and leaves the group. Throws <see cref="KafkaException"/> when the
    /// client is beyond repair.</summary>
    public void Run(CancellationToken stopping)
    {
        _consumer.Subscribe(_topic);
        var nextLag = Environment.TickCount64;
        while (!stopping.IsCancellationRequested)
        {
            Poll();
            Resume();
            if (Environment.TickCount64 < nextLag) continue;
            nextLag = Environment.TickCount64 + 1000;
            Interlocked.Exchange(ref _lag, _partitions.Sum(p => LagOf(p.Key, p.Value)));
        }
        Leave();
    }

    public void Dispose()
    {
        foreach (var work in _partitions.Values) work.Dispose();
        // The native client must not be freed under the feet of a call that is still in it.
        _closing.ContinueWith(_ => _consumer.Dispose(), TaskScheduler.Default).Wait(TimeSpan.FromSeconds(1));
    }

    private void Poll()
    {
        try
        {
            if (_consumer.Consume(_paused.Count > 0 ? 20 : 100) is not { IsPartitionEOF: false } record) return;
            if (!_partitions.TryGetValue(record.TopicPartition, out var work)) return;
            work.Add(new(record));
            if (!work.Full) return;
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
        foreach (var partition in partitions)
            _partitions[partition] = new(_processor.ProcessAsync, next => Store(partition, next), _options.BufferPerPartition);
        _logger.LogInformation("{Topic}: got partitions [{Partitions}]", _topic, string.Join(", ", partitions.Select(p => p.Partition.Value)));
        _assigned();
    }

    // They go to another replica: what runs may finish, and how far we came is committed before the other one begins.
    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        var ours = Take(partitions);
        Task.WhenAll(ours.Select(w => w.Work.DrainAsync(_options.DrainTimeout))).Wait();
        Commit(ours);
        _logger.LogInformation("{Topic}: gave back partitions [{Partitions}]", _topic, string.Join(", ", partitions.Select(p => p.Partition.Value)));
    }

    // They have gone already: what still runs must end, and nothing may be committed.
    private void Lost(List<TopicPartitionOffset> partitions)
    {
        Task.WhenAll(Take(partitions).Select(w => w.Work.DrainAsync(TimeSpan.Zero))).Wait();
        _logger.LogWarning("{Topic}: lost partitions [{Partitions}]", _topic, string.Join(", ", partitions.Select(p => p.Partition.Value)));
    }

    private List<(TopicPartition Partition, PartitionWork Work)> Take(List<TopicPartitionOffset> partitions)
    {
        var taken = new List<(TopicPartition, PartitionWork)>();
        foreach (var partition in partitions.Select(p => p.TopicPartition))
        {
            _paused.Remove(partition);
            if (_partitions.Remove(partition, out var work)) taken.Add((partition, work));
        }
        return taken;
    }

    private void Leave()
    {
        Task.WhenAll(_partitions.Values.Select(w => w.DrainAsync(_options.DrainTimeout))).Wait();
        Commit(_partitions.Select(p => (p.Key, p.Value)));
        // Leaving needs an answer; a broker that is away must not hold up the end of the process.
        _closing = Task.Run(_consumer.Close);
        if (!_closing.Wait(TimeSpan.FromSeconds(5))) _logger.LogWarning("{Topic}: the broker did not hear that we leave", _topic);
    }

    private void Store(TopicPartition partition, long next)
    {
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(partition, next));
        }
        catch (KafkaException e)
        {
            // The partition has just gone; who gets it handles this again, which is harmless.
            _logger.LogDebug("{Partition}: offset {Offset} is not stored: {Reason}", partition, next, e.Error.Reason);
        }
    }

    private void Commit(IEnumerable<(TopicPartition Partition, PartitionWork Work)> partitions)
    {
        var offsets = partitions.Where(p => p.Work.Next is not null)
            .Select(p => new TopicPartitionOffset(p.Partition, p.Work.Next!.Value)).ToList();
        if (offsets.Count == 0) return;
        try
        {
            _consumer.Commit(offsets);
        }
        catch (KafkaException e)
        {
            // They will be handled again, which is harmless.
            _logger.LogWarning("{Topic}: the last offsets are not committed: {Reason}", _topic, e.Error.Reason);
        }
    }

    private long LagOf(TopicPartition partition, PartitionWork work)
    {
        var high = _consumer.GetWatermarkOffsets(partition).High;
        var next = work.Next ?? _consumer.Position(partition);
        return high == Offset.Unset || next < 0 ? 0 : Math.Max(0, high - next);
    }
}
