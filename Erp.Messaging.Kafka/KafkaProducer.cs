using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>The one producer of this process, made when first needed and made anew after a fatal error.</summary>
internal sealed class KafkaProducer(IOptions<KafkaOptions> options, ILogger<KafkaProducer> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly KafkaLog _log = new(logger, "producer");
    private IProducer<byte[]?, byte[]?>? _producer;
    private bool _disposed;

    /// <summary>Completes when the brokers have acknowledged it (acks=all).</summary>
    public async Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(
        string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken)
    {
        var producer = Get();
        try
        {
            return await producer.ProduceAsync(topic, message, cancellationToken);
        }
        catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.IsFatal)
        {
            Discard(producer, "had a fatal error");
            throw;
        }
    }

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
            return _producer ??= new ProducerBuilder<byte[]?, byte[]?>(KafkaConfig.Producer(options.Value))
                .SetErrorHandler((_, e) => _log.Error(e))
                .SetLogHandler((_, m) => _log.Message(m))
                .Build();
        }
    }

    /// <summary>Goes on with a client that knows nothing of before.</summary>
    public void Renew() => Discard(Get(), "is out of date");

    private void Discard(IProducer<byte[]?, byte[]?> former, string reason)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_producer, former)) return;
            _producer = null;
        }
        logger.LogWarning("Kafka producer {Reason} and is made anew", reason);
        // Not here: others may still be waiting for its answers, which they would never get once it is gone.
        _ = Task.Run(() =>
        {
            former.Flush(options.Value.PublishTimeout + TimeSpan.FromSeconds(2));
            former.Dispose();
        });
    }
}
