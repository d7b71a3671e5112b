using System.Diagnostics.Metrics;
using Erp.Api.Json;

namespace Erp.Messaging;

/// <summary>What dashboards and alerts watch. Names are as Prometheus shows them: <c>erp_messages_published_total</c>,
/// <c>erp_messages_redelivered_total</c>, <c>erp_messages_consumed_total</c>, <c>erp_messages_duplicate_total</c>,
/// <c>erp_dead_letters_total</c>, <c>erp_consumer_lag</c>, <c>erp_consumer_lag_age_seconds</c>,
/// <c>erp_outbox_pending</c>, <c>erp_outbox_age_seconds</c>, <c>erp_producers_replaced_total</c>.</summary>
internal sealed class MessagingMetrics
{
    public const string MeterName = "Erp.Messaging";
    private readonly Counter<long> _published;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _producersReplaced;
    private readonly Meter _meter;
    private readonly List<Func<OutboxBacklog>> _outboxes = [];
    private ObservableGauge<long>? _pending;
    private ObservableGauge<double>? _age;

    public MessagingMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _published = _meter.CreateCounter<long>(
            "erp.messages.published", description: "Messages that the broker acknowledged");
        _redelivered = _meter.CreateCounter<long>(
            "erp.messages.redelivered", description: "Published once more, since no answer came");
        _consumed = _meter.CreateCounter<long>(
            "erp.messages.consumed", description: "Messages whose effect is stored");
        _duplicates = _meter.CreateCounter<long>(
            "erp.messages.duplicate", description: "Consumed messages whose effect was there already");
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

    public void Published(string topic, bool again = false, long count = 1)
    {
        var tag = new KeyValuePair<string, object?>("topic", topic);
        _published.Add(count, tag);
        _redelivered.Add(again ? count : 0, tag);
    }

    public void Consumed(string topic, string group, long count = 1) => _consumed.Add(count, Tags(topic, group));

    public void Duplicate(string topic, string group, long count = 1) => _duplicates.Add(count, Tags(topic, group));

    public void DeadLetter(string topic, string group, long count = 1) => _deadLetters.Add(count, Tags(topic, group));

    /// <summary>Messages of a consumer's partitions that are not handled yet, and how long the oldest waits.</summary>
    public void WatchLag(string topic, string group, Func<long> lag, Func<TimeSpan> age)
    {
        _meter.CreateObservableGauge("erp.consumer.lag", () => new Measurement<long>(lag(), Tags(topic, group)),
            description: "Messages of this replica's partitions that are not handled yet");
        _meter.CreateObservableGauge(
            "erp.consumer.lag_age", () => new Measurement<double>(age().TotalSeconds, Tags(topic, group)), "s",
            "How long the oldest of them has been on the topic");
    }

    /// <summary>One more outbox for the gauges, which show what waits in all of them. Returns whether anybody reads
    /// them, so that nobody counts in vain.</summary>
    public Func<bool> WatchOutbox(Func<OutboxBacklog> backlog)
    {
        lock (_outboxes)
        {
            _outboxes.Add(backlog);
            _pending ??= _meter.CreateObservableGauge(
                "erp.outbox.pending", () => Backlogs().Sum(b => b.Messages),
                description: "Messages that are stored and not published yet");
            _age ??= _meter.CreateObservableGauge(
                "erp.outbox.age", () => Backlogs().Max(b => Age(b.OldestSince)), "s",
                "How long the oldest of them waits");
        }
        return () => _pending.Enabled || _age.Enabled;
    }

    private List<OutboxBacklog> Backlogs()
    {
        lock (_outboxes) return [.. _outboxes.Select(backlog => backlog())];
    }

    private static double Age(DateTimeOffset? since) =>
        since is { } time ? Math.Max(0, (DateTimeOffset.UtcNow - time).TotalSeconds) : 0;

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
