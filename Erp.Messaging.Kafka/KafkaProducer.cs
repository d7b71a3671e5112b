using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>The one producer of this process, made when first needed, and made anew when it cannot recover by
/// itself.</summary>
internal sealed class KafkaProducer : IDisposable
{
    private readonly KafkaOptions _options;
    private readonly MessagingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Func<IProducer<byte[]?, byte[]?>> _make;
    private readonly ProducerProgress _progress;
    private readonly Lock _lock = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private bool _disposed;

    public KafkaProducer(IOptions<KafkaOptions> options, MessagingMetrics metrics, ILogger<KafkaProducer> logger)
        : this(options.Value, metrics, logger, TimeProvider.System, () => Make(options.Value, logger)) { }

    internal KafkaProducer(
        KafkaOptions options, MessagingMetrics metrics, ILogger logger, TimeProvider clock,
        Func<IProducer<byte[]?, byte[]?>> make)
    {
        (_options, _metrics, _logger, _make) = (options, metrics, logger, make);
        _progress = new(options.PublishTimeout * 3, clock);
    }

    /// <summary>Completes when the brokers have acknowledged it (acks=all).</summary>
    public async Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(
        string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken)
    {
        var producer = Get();
        try
        {
            var delivered = await producer.ProduceAsync(topic, message, cancellationToken);
            _progress.Delivered(delivered.TopicPartition);
            return delivered;
        }
        catch (ProduceException<byte[]?, byte[]?> e)
        {
            if (ProducerProgress.IsLost(e.Error))
                Discard(producer, ReplacementReason.Lost, $"is not known to the brokers any more ({e.Error.Reason})");
            else if (_progress.IsStuck(e.DeliveryResult?.TopicPartition ?? new(topic, Partition.Any)))
                Discard(producer, ReplacementReason.Stuck, $"gets nothing to {topic} any more ({e.Error.Reason})");
            throw;
        }
    }

    /// <summary>Goes on with a client that knows nothing of before.</summary>
    public void Renew() => Discard(Get(), ReplacementReason.Outdated, "is out of date");

    public void Dispose()
    {
        IProducer<byte[]?, byte[]?>? producer;
        lock (_lock)
        {
            _disposed = true;
            (producer, _producer) = (_producer, null);
        }
        if (producer is null) return;
        producer.Flush(TimeSpan.FromSeconds(5));
        producer.Dispose();
    }

    private IProducer<byte[]?, byte[]?> Get()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_producer is { } made) return made;
            _metrics.ProducerMade();
            return _producer = _make();
        }
    }

    private void Discard(IProducer<byte[]?, byte[]?> former, ReplacementReason reason, string what)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_producer, former)) return;
            _producer = null;
            _progress.Renewed();
        }
        _logger.LogError("The Kafka producer {What}; it is made anew", what);
        _metrics.ProducerReplaced(reason);
        // Not here: others may still be waiting for its answers, which they would never get once it is gone.
        _ = Task.Run(() =>
        {
            former.Flush(_options.PublishTimeout + TimeSpan.FromSeconds(2));
            former.Dispose();
        });
    }

    private static IProducer<byte[]?, byte[]?> Make(KafkaOptions options, ILogger logger)
    {
        var log = new KafkaLog(logger, "producer");
        return new ProducerBuilder<byte[]?, byte[]?>(KafkaConfig.Producer(options))
            .SetErrorHandler((_, e) => log.Error(e))
            .SetLogHandler((_, m) => log.Message(m))
            .Build();
    }
}
