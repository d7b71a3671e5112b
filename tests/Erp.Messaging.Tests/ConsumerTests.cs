using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Errors;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

/// <summary>Written once, run against the embedded cluster and against Apache Kafka.</summary>
public abstract class ConsumerTests(IKafka kafka)
{
    protected IKafka Kafka { get; } = kafka;

    /// <summary>Whether commits are refused while members come and go, even in the middle of a revocation.</summary>
    protected abstract bool MayRefuseCommits { get; }

    protected Task<string> NewTopicAsync() => Kafka.NewTopicAsync();

    [Fact]
    public async Task Everything_is_handled_once_and_in_the_order_of_its_key()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal();
        await using var one = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await using var two = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await one.SendAsync(Replica.Numbered(topic, keys: 20, each: 25));
        await Eventually.TrueAsync(() => journal.Handled.Count == 500);
        ShouldBeInOrder(journal, 20, 25);
        Assert.Equal(500, journal.Tries.Count);
    }

    [Fact]
    public async Task What_is_sent_again_and_what_comes_a_second_time_is_counted()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal();
        using var again = new Counted("erp.messages.redelivered", topic);
        using var duplicates = new Counted("erp.messages.duplicate", topic);
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        var message = Replica.Message(topic, "k", "1");
        await service.SendAsync([message, message with { Again = true }, Replica.Message(topic, "k", "2")]);
        await Eventually.TrueAsync(() => journal.Handled.Count == 2);
        Assert.Equal((1, 1), (again.Value, duplicates.Value));
    }

    [Fact]
    public async Task A_replica_that_stops_midway_loses_and_doubles_nothing()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal { Before = Unevenly };
        await using var publisher = await Replica.PublishAsync(Kafka);
        await using var stays = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await using (var goes = await Replica.ConsumeAsync(Kafka, topic, topic, journal))
        {
            await Eventually.TrueAsync(goes.HasPartitions);
            await publisher.SendAsync(Replica.Numbered(topic, keys: 20, each: 20));
            await Eventually.TrueAsync(() => journal.Handled.Count > 50);
            await goes.StopAsync();
        }
        await Eventually.TrueAsync(() => journal.Handled.Count == 400);
        ShouldBeInOrder(journal, 20, 20);
        // It finished what it had begun and committed it: nobody began that again.
        Assert.Equal(400, journal.Tries.Count);
    }

    [Fact]
    public async Task A_replica_that_comes_midway_begins_where_the_other_ended()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal { Before = Unevenly };
        await using var publisher = await Replica.PublishAsync(Kafka);
        await using var first = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await Eventually.TrueAsync(first.HasPartitions);
        await using var second = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        var each = 0;
        for (; !second.HasPartitions(); each += 5)
        {
            await publisher.SendAsync(Replica.Numbered(topic, keys: 20, each: 5, first: each));
            await Eventually.TrueAsync(() => journal.Handled.Count > 20 * each);
        }
        await Eventually.TrueAsync(() => journal.Handled.Count == 20 * each);
        ShouldBeInOrder(journal, 20, each);
        ShouldBeHandledOnce(journal, first, second);
    }

    [Fact]
    public async Task A_replica_that_comes_and_goes_midway_loses_and_doubles_nothing()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal { Before = Unevenly };
        await using var publisher = await Replica.PublishAsync(Kafka);
        await publisher.SendAsync(Replica.Numbered(topic, keys: 20, each: 20));
        await using var stays = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await using (var goes = await Replica.ConsumeAsync(Kafka, topic, topic, journal))
        {
            // Ready without having been given anything: it leaves while the other one hands over.
            await goes.ReadyAsync();
            await Eventually.TrueAsync(() => journal.Handled.Count > 50);
            await goes.StopAsync();
        }
        await Eventually.TrueAsync(() => journal.Handled.Count == 400);
        ShouldBeInOrder(journal, 20, 20);
        ShouldBeHandledOnce(journal, stays);
    }

    [Fact]
    public async Task A_replica_that_is_killed_midway_loses_nothing()
    {
        var topic = await NewTopicAsync();
        var dies = new Journal();
        var stuck = 0;
        // The first replica handles some and then hangs for ever, as a process does that is killed: nothing more of it
        // takes effect.
        dies.Before = (_, c) =>
            dies.Handled.Count < 50 ? Task.CompletedTask : Task.Delay(Interlocked.Increment(ref stuck) > 0 ? -1 : 0, c);
        await using var publisher = await Replica.PublishAsync(Kafka);
        await publisher.SendAsync(Replica.Numbered(topic, keys: 20, each: 10));
        await using (var killed = await Replica.ConsumeAsync(Kafka, topic, topic, dies, (
            "Kafka:DrainTimeout", "00:00:00.1")))
        {
            await Eventually.TrueAsync(() => stuck > 0);
            await killed.StopAsync();
        }
        var survives = new Journal();
        await using var next = await Replica.ConsumeAsync(Kafka, topic, topic, survives);
        foreach (var message in dies.Handled) survives.Apply(message);
        await Eventually.TrueAsync(() => survives.Handled.Count == 200);
        ShouldBeInOrder(survives, 20, 10);
    }

    [Fact]
    public async Task A_poison_record_goes_to_the_dead_letters_and_blocks_nobody()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal
        {
            Before = (m, _) =>
                m.Payload == "poison" ? throw new PoisonMessageException("cannot be read") : Task.CompletedTask,
        };
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        // Before and after it, on its own key too; and one that is not even text.
        await service.SendAsync(
            [Replica.Message(topic, "k", "a"), Replica.Message(topic, "k", "poison"), Replica.Message(topic, "k", "b"),
            Replica.Message(topic, "other", "c")]);
        await ProduceRawAsync(topic, "k", [0xff, 0xfe]);
        await service.SendAsync([Replica.Message(topic, "k", "d")]);

        await Eventually.TrueAsync(() => journal.Handled.Count == 4);
        Assert.Equal(["a", "b", "d"], journal.Of("k"));
        Assert.Single(journal.Tries, m => m.Payload == "poison");
        var letters = ReadAll(Replica.DeadLetters(topic), 2);
        var letter = letters.Single(l => Encoding.UTF8.GetString(l.Message.Value) == "poison");
        Assert.Equal("cannot be read", Header(letter, MessageHeaders.DeadLetterReason));
        Assert.Equal(topic, Header(letter, MessageHeaders.DeadLetterTopic));
        Assert.Equal("1", Header(letter, MessageHeaders.DeadLetterAttempts));
        Assert.Equal("Test", Header(letter, MessageHeaders.Type));
        Assert.Contains(letters, l => l.Message.Value is [0xff, 0xfe]);
    }

    [Fact]
    public async Task A_fault_of_ours_is_tried_five_times_and_then_put_aside_until_it_is_sent_back()
    {
        var topic = await NewTopicAsync();
        var broken = true;
        var journal = new Journal
        {
            Before = (m, _) =>
                broken && m.Payload == "bad" ? throw new InvalidOperationException("our fault") : Task.CompletedTask,
        };
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await service.SendAsync([Replica.Message(topic, "k", "bad"), Replica.Message(topic, "k", "good")]);
        await Eventually.TrueAsync(() => journal.Handled.Count == 1);
        Assert.Equal(5, journal.Tries.Count(m => m.Payload == "bad"));
        Assert.Equal("our fault", Header(ReadAll(Replica.DeadLetters(topic), 1)[0], MessageHeaders.DeadLetterReason));

        broken = false;
        var letters = service.Services.GetRequiredService<IDeadLetters>();
        Assert.Equal(1, (await letters.ReplayAsync(topic, new(), default)).Count);
        await Eventually.TrueAsync(() => journal.Handled.Count == 2);
        Assert.Equal(0, (await letters.ReplayAsync(topic, new(), default)).Count);
    }

    [Fact]
    public async Task A_dependency_that_is_away_is_waited_for_while_other_keys_go_on()
    {
        var topic = await NewTopicAsync();
        var away = true;
        var journal = new Journal
        {
            Before = (m, _) =>
                away && m.Key == "key-0" ? throw new DependencyUnavailableException("away") : Task.CompletedTask,
        };
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal, ("Kafka:Parallelism", "2"));
        await service.SendAsync(Replica.Numbered(topic, keys: 20, each: 10));
        await Eventually.TrueAsync(() => journal.Handled.Count == 190);
        await Eventually.TrueAsync(() => journal.Tries.Count(m => m.Key == "key-0") > 6);
        away = false;
        await Eventually.TrueAsync(() => journal.Handled.Count == 200);
        ShouldBeInOrder(journal, 20, 10);
    }

    [Fact]
    public async Task A_full_buffer_pauses_the_partition_and_not_the_consumer()
    {
        var topic = await NewTopicAsync();
        using var gate = new SemaphoreSlim(0);
        var journal = new Journal { Before = (_, c) => gate.WaitAsync(c) };
        using var lag = new LagReader(topic);
        await using var service = await Replica.ConsumeAsync(
            Kafka, topic, topic, journal, ("Kafka:BufferPerPartition", "4"), ("Kafka:Parallelism", "256"));
        await service.SendAsync(Replica.Numbered(topic, keys: 30, each: 1));
        await Eventually.TrueAsync(() => journal.Tries.Count == 3 * 4);
        // What comes while they are paused counts, and is not begun.
        await service.SendAsync(Replica.Numbered(topic, keys: 30, each: 9, first: 1));
        await Eventually.TrueAsync(() => lag.Read() == 300);
        Assert.Equal(3 * 4, journal.Tries.Count);
        gate.Release(1000);
        await Eventually.TrueAsync(() => journal.Handled.Count == 300);
        ShouldBeInOrder(journal, 30, 10);
        Assert.Equal(300, journal.Tries.Count);
    }

    [Fact]
    public async Task A_replica_whose_partition_has_messages_and_does_not_move_is_not_ready_and_says_why()
    {
        var topic = await NewTopicAsync();
        var hangs = new TaskCompletionSource();
        var journal = new Journal { Before = (_, stop) => hangs.Task.WaitAsync(stop) };
        await using var service =
            await Replica.ConsumeAsync(Kafka, topic, topic, journal, ("Kafka:StallLimit", "00:00:02"));
        await service.ReadyAsync();

        await service.SendAsync([Replica.Message(topic, "k", "stuck")]);
        await Eventually.TrueAsync(async () => (int)(await service.Http.GetAsync("/health")).StatusCode == 503);
        Assert.Contains(
            service.Log.Lines,
            l => l.Contains("has 1 messages and has not moved for", StringComparison.Ordinal));
        hangs.SetResult();

        await service.ReadyAsync();
        Assert.Equal(["stuck"], journal.Of("k"));
    }

    [Fact]
    public async Task More_replicas_than_partitions_are_all_ready()
    {
        var topic = await NewTopicAsync();
        var journal = new Journal();
        var replicas = new List<TestService>();
        try
        {
            for (var i = 0; i < 4; i++) replicas.Add(await Replica.ConsumeAsync(Kafka, topic, topic, journal));
            foreach (var replica in replicas) await replica.ReadyAsync();
        }
        finally
        {
            foreach (var replica in replicas) await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_topic_can_be_read_again_from_its_beginning()
    {
        var topic = await NewTopicAsync();
        await using var service = await Replica.PublishAsync(Kafka);
        await service.SendAsync(Replica.Numbered(topic, keys: 5, each: 4));
        var again = new Journal();
        var history = service.Services.GetRequiredService<TopicHistory>();
        Assert.Equal(
            20, await history.ReplayAsync(topic, (m, _) => { again.Apply(m); return Task.CompletedTask; }, default));
        ShouldBeInOrder(again, 5, 4);
        Assert.Equal(again.Handled.OrderBy(m => m.Timestamp).Select(m => m.Id), again.Handled.Select(m => m.Id));
    }

    // What could not be committed is handled again, and the log says so.
    private void ShouldBeHandledOnce(Journal journal, params TestService[] owners)
    {
        var log = owners.SelectMany(o => o.Log.Lines);
        if (MayRefuseCommits && log.Any(l => l.Contains("are not committed", StringComparison.Ordinal))) return;
        Assert.Equal(journal.Handled.Count, journal.Tries.Count);
    }

    // One key in five takes ten times as long as the others, which overtake it.
    private static Task Unevenly(IncomingMessage message, CancellationToken cancellationToken) =>
        Task.Delay(message.Key[^1] is '0' or '5' ? 20 : 2, cancellationToken);

    private protected static void ShouldBeInOrder(Journal journal, int keys, int each)
    {
        var expected = Enumerable.Range(0, each).Select(n => $"{n}").ToList();
        for (var k = 0; k < keys; k++) Assert.Equal(expected, journal.Of($"key-{k}"));
    }

    /// <summary>What a counter has for a topic.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public Counted(string name, string topic)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
                { if (instrument.Name == name) listener.EnableMeasurementEvents(instrument); };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                if (tags.ToArray().Contains(new("topic", topic))) Interlocked.Add(ref _value, value);
            });
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>The lag of the consumers of a topic, as the metric has it.</summary>
    private sealed class LagReader : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _lag;

        public LagReader(string topic)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
                { if (instrument.Name == "erp.consumer.lag") listener.EnableMeasurementEvents(instrument); };
            _listener.SetMeasurementEventCallback<long>(
                (_, value, tags, _) => { if (tags.ToArray().Contains(new("topic", topic))) _lag = value; });
            _listener.Start();
        }

        public long Read()
        {
            _listener.RecordObservableInstruments();
            return _lag;
        }

        public void Dispose() => _listener.Dispose();
    }

    private async Task ProduceRawAsync(string topic, string key, byte[] value)
    {
        using var producer = new ProducerBuilder<string, byte[]>(
            new ProducerConfig
            {
                BootstrapServers = Kafka.BootstrapServers, Partitioner = Partitioner.Murmur2Random,
            }).Build();
        await producer.ProduceAsync(topic, new() { Key = key, Value = value });
    }

    private List<ConsumeResult<byte[], byte[]>> ReadAll(string topic, int wanted)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Kafka.BootstrapServers,
            GroupId = Guid.NewGuid().ToString("N"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Assign(Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var found = new List<ConsumeResult<byte[], byte[]>>();
        while (found.Count < wanted)
            found.Add(consumer.Consume(Eventually.Limit) ?? throw new TimeoutException(
                $"{found.Count} of {wanted} in {topic}"));
        consumer.Close();
        return found;
    }

    private static string Header(ConsumeResult<byte[], byte[]> record, string name) =>
        Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));
}
