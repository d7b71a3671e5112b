using System.Diagnostics.Metrics;
using Erp.Api.Json;

namespace Erp.Messaging;

/// <summary>What dashboards and alerts watch. Names are as Prometheus shows them: <c>erp_messages_published_total</c>,
/// <c>erp_messages_consumed_total</c>, <c>erp_dead_letters_total</c>, <c>erp_consumer_lag</c>,
/// <c>erp_outbox_pending</c>, <c>erp_producers_replaced_total</c>.</summary>
internal sealed class MessagingMetrics
{
    public const string MeterName = "Erp.Messaging";
    private readonly Counter<long> _published;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _producersReplaced;
    private readonly Meter _meter;
    private readonly List<Func<long>> _outboxes = [];
    private ObservableGauge<long>? _pending;

    public MessagingMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _published = _meter.CreateCounter<long>(
            "erp.messages.published", description: "Messages that the broker acknowledged");
        _consumed = _meter.CreateCounter<long>(
            "erp.messages.consumed", description: "Messages whose effect is stored");
        _deadLetters = _meter.CreateCounter<long>(
            "erp.dead_letters", description: "Messages that could not be processed and went to the DLQ");
        _producersReplaced = _meter.CreateCounter<long>(
            "erp.producers.replaced", description: "Kafka clients that could not recover by themselves");
    }

    /// <summary>A client is there: from here on the first one that replaces it is an increase, which alerts look
    /// for.</summary>
    public void ProducerMade()
    {
        foreach (var reason in Enum.GetValues<ReplacementReason>()) CountReplaced(reason, 0);
    }

    /// <summary>A client was made anew.</summary>
    public void ProducerReplaced(ReplacementReason reason) => CountReplaced(reason, 1);

    private void CountReplaced(ReplacementReason reason, int count) =>
        _producersReplaced.Add(count, new KeyValuePair<string, object?>("reason", reason.Name()));

    public void Published(string topic, long count = 1) =>
        _published.Add(count, new KeyValuePair<string, object?>("topic", topic));

    public void Consumed(string topic, string group, long count = 1) => _consumed.Add(count, Tags(topic, group));

    public void DeadLetter(string topic, string group, long count = 1) => _deadLetters.Add(count, Tags(topic, group));

    /// <summary>Messages of a consumer's partitions that are not handled yet.</summary>
    public void WatchLag(string topic, string group, Func<long> lag) =>
        _meter.CreateObservableGauge("erp.consumer.lag", () => new Measurement<long>(lag(), Tags(topic, group)),
            description: "Messages of this replica's partitions that are not handled yet");

    /// <summary>One more outbox for the gauge, which shows what waits in all of them. Returns whether anybody reads it,
    /// so that nobody counts in vain.</summary>
    public Func<bool> WatchOutbox(Func<long> pending)
    {
        lock (_outboxes)
        {
            _outboxes.Add(pending);
            _pending ??= _meter.CreateObservableGauge(
                "erp.outbox.pending", Pending, description: "Messages that are stored and not published yet");
        }
        return () => _pending.Enabled;
    }

    private long Pending()
    {
        lock (_outboxes) return _outboxes.Sum(pending => pending());
    }

    private static KeyValuePair<string, object?>[] Tags(string topic, string group) =>
        [new("topic", topic), new("group", group)];
}

/// <summary>Why a Kafka client was made anew.</summary>
[LowerCaseNames]
internal enum ReplacementReason
{
    /// <summary>The brokers do not know it any more.</summary>
    Lost,

    /// <summary>It got nothing through.</summary>
    Stuck,

    /// <summary>Kafka or its certificates are new.</summary>
    Outdated,
}
