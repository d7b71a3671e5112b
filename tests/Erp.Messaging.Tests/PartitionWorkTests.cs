using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Errors;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Erp.Messaging.Tests;

/// <summary>What a partition leaves behind when it is handed over, with the processor that works on it.</summary>
public sealed class PartitionWorkTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1), Short = TimeSpan.FromMilliseconds(50);
    private readonly TaskCompletionSource[] _gates = [new(), new(), new(), new()];
    private readonly Journal _journal;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MessagingMetrics _metrics;
    private readonly List<IDisposable> _used = [];
    private long _stored = -1;

    public PartitionWorkTests()
    {
        _journal = new() { Before = (m, c) => _gates[m.Offset].Task.WaitAsync(c) };
        _metrics = new(_services.GetRequiredService<IMeterFactory>());
    }

    [Fact]
    public async Task What_was_overtaken_is_finished_and_what_was_not_is_left_alone()
    {
        var work = Work();
        // Offset 2 is handled ahead of 0 and 1; 3 overtook nobody and waits behind 1.
        Add(work, 0, "a", "a", "b", "a");
        _gates[2].SetResult();
        await Eventually.TrueAsync(() => Handled.Contains(2) && Begun.Contains(0));

        var drain = work.DrainAsync(Long);
        _gates[0].SetResult();
        await Eventually.TrueAsync(() => Begun.Contains(1));
        Assert.False(drain.IsCompleted);
        _gates[1].SetResult();
        await drain;

        Assert.Equal([0, 1, 2], Begun);
        Assert.Equal(3, work.Next);
        Assert.Equal(3, _stored);
    }

    [Fact]
    public async Task What_waits_for_its_turn_is_not_begun_any_more()
    {
        var work = Work(parallelism: 1);
        Add(work, 0, "a");
        await Eventually.TrueAsync(() => Begun.Contains(0));
        Add(work, 1, "b", "c", "a");

        var drain = work.DrainAsync(Long);
        foreach (var gate in _gates) gate.SetResult();
        await drain;

        Assert.Equal([0], Begun);
        Assert.Equal(1, work.Next);
    }

    [Fact]
    public async Task A_message_between_two_tries_holds_nobody_up()
    {
        _journal.Before = (_, _) => throw new DependencyUnavailableException("away");
        var work = Work();
        var message = Add(work, 0, "a")[0];
        await Eventually.TrueAsync(() => Begun.Contains(0) && message.State == MessageState.Waiting);
        await work.DrainAsync(Long).WaitAsync(Eventually.Limit / 2);
        Assert.Equal(0, work.Next);
    }

    [Fact]
    public async Task An_overtaken_message_is_tried_on_until_time_is_up()
    {
        var away = true;
        _journal.Before = (m, _) => m.Offset == 0 && Volatile.Read(ref away)
            ? throw new DependencyUnavailableException("away")
            : Task.CompletedTask;
        var work = Work();
        Add(work, 0, "a", "b");
        await Eventually.TrueAsync(() => Handled.Contains(1) && Begun.Contains(0));
        var drain = work.DrainAsync(Long);
        Volatile.Write(ref away, false);
        await drain;
        Assert.Equal([0, 1], Handled);
        Assert.Equal(2, _stored);
    }

    [Fact]
    public async Task What_is_not_done_in_time_is_canceled_and_its_offset_stays()
    {
        var work = Work();
        Add(work, 0, "a", "a", "b");
        _gates[2].SetResult();
        await Eventually.TrueAsync(() => Handled.Contains(2) && Begun.Contains(0));
        await work.DrainAsync(Short);

        Assert.Equal([0, 2], Begun);
        Assert.Equal([2], Handled);
        Assert.Equal(0, work.Next);
        Assert.Equal(-1, _stored);
    }

    [Fact]
    public async Task Of_a_partition_that_has_gone_already_nothing_more_is_begun()
    {
        var work = Work();
        Add(work, 0, "a", "a", "b");
        _gates[2].SetResult();
        await Eventually.TrueAsync(() => Handled.Contains(2) && Begun.Contains(0));
        var drain = work.DrainAsync(Long);
        await work.AbandonAsync();
        await drain;

        Assert.Equal([0, 2], Begun);
        Assert.Equal([2], Handled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    public async Task Whoever_comes_next_begins_where_the_last_one_ended(int parallelism)
    {
        const int Messages = 300;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var journal = new Journal();
            // Owner after owner is stopped after some messages, whatever it is at just then.
            for (var next = 0L; next < Messages;)
            {
                var left = random.Next(1, 60);
                var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                journal.Before = async (m, _) =>
                {
                    if (Interlocked.Decrement(ref left) == 0 || m.Offset == Messages - 1) enough.TrySetResult();
                    for (var i = m.Offset * 7919 % 5; i > 0; i--) await Task.Yield();
                };
                var work = Work(parallelism, journal);
                for (var n = next; n < Messages; n++) work.Add(Message(n, $"key-{n * 31 % 7}"));
                await enough.Task.WaitAsync(Eventually.Limit);
                await work.DrainAsync(Long);
                next = work.Next!.Value;
                Assert.Equal(Enumerable.Range(0, (int)next), journal.Tries.Select(m => (int)m.Offset).Order());
            }
            foreach (var key in journal.Handled.GroupBy(m => m.Key))
                Assert.Equal(key.Select(m => m.Offset).Order(), key.Select(m => m.Offset));
        }
    }

    [Fact]
    public async Task Whoever_reads_waits_for_room_but_not_for_ever()
    {
        var work = Work(buffer: 4);
        Add(work, 0, "a", "b", "c");
        Assert.True(work.WaitForRoom(TimeSpan.Zero));
        Add(work, 3, "d");
        Assert.True(work.Full);
        Assert.False(work.WaitForRoom(Short));
        var room = Task.Run(() => work.WaitForRoom(Long));
        _gates[0].SetResult();
        await Eventually.TrueAsync(() => Handled.Contains(0));
        Assert.False(work.WaitForRoom(Short));
        _gates[3].SetResult();
        Assert.True(await room);
        foreach (var gate in _gates) gate.TrySetResult();
        await work.DrainAsync(Long);
    }

    public void Dispose()
    {
        foreach (var used in _used) used.Dispose();
        _services.Dispose();
    }

    private IEnumerable<long> Begun => _journal.Tries.Select(m => m.Offset).Distinct().Order();

    private IEnumerable<long> Handled => _journal.Handled.Select(m => m.Offset).Order();

    private PartitionWork Work(int parallelism = 16, Journal? journal = null, int buffer = 1000)
    {
        var options = new KafkaOptions { Parallelism = parallelism };
        var processor = new MessageProcessor("group", new RecordingHandler(journal ?? _journal), options,
            deadLetters: null!, new([]), _metrics, NullLogger.Instance);
        var work = new PartitionWork(processor.ProcessAsync, next => _stored = next, buffer);
        _used.AddRange([work, processor]);
        return work;
    }

    private static List<ReceivedMessage> Add(PartitionWork work, int first, params string[] keys)
    {
        var messages = keys.Select((key, i) => Message(first + i, key)).ToList();
        messages.ForEach(work.Add);
        return messages;
    }

    private static ReceivedMessage Message(long offset, string key) => new(new()
    {
        Topic = "topic",
        Partition = 0,
        Offset = offset,
        Message = new() { Key = Encoding.UTF8.GetBytes(key), Value = [], Timestamp = new(DateTimeOffset.UtcNow) },
    });
}
