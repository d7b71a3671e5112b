using System.Diagnostics.Metrics;
using System.Reflection;
using Confluent.Kafka;
using Erp.Messaging.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Erp.Messaging.Tests;

/// <summary>A client that cannot recover by itself is replaced; one that only waits is not.</summary>
public sealed class KafkaProducerTests
{
    private static readonly Message<byte[]?, byte[]?> Record = new();
    private readonly TestClock _clock = new();
    private readonly List<IProducer<byte[]?, byte[]?>> _made = [];
    private Func<int, string, ErrorCode?> _answer = (_, _) => null;

    [Theory]
    [InlineData(ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    [InlineData(ErrorCode.UnknownProducerId)]
    public async Task One_that_the_brokers_do_not_know_any_more_is_replaced_at_once(ErrorCode code)
    {
        _answer = (client, _) => client == 1 ? code : null;
        using var producer = Producer();
        await FailsAsync(producer, "topic");
        await producer.ProduceAsync("topic", Record, default);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public async Task One_that_gets_nothing_to_one_topic_is_replaced_although_others_work()
    {
        _answer = (client, topic) => client == 1 && topic == "stuck" ? ErrorCode.Local_MsgTimedOut : null;
        using var producer = Producer();
        for (var seconds = 0; seconds < 30; seconds += 5)
        {
            await FailsAsync(producer, "stuck");
            await producer.ProduceAsync("other", Record, default);
            _clock.Now += TimeSpan.FromSeconds(5);
        }
        Assert.Single(_made);
        await FailsAsync(producer, "stuck");
        await producer.ProduceAsync("stuck", Record, default);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public async Task While_Kafka_is_away_clients_are_replaced_ever_more_seldom()
    {
        _answer = (_, _) => ErrorCode.Local_MsgTimedOut;
        using var producer = Producer();
        for (var minutes = 0; minutes < 60; minutes++)
        {
            await FailsAsync(producer, "topic");
            _clock.Now += TimeSpan.FromMinutes(1);
        }
        Assert.InRange(_made.Count, 2, 12);
    }

    [Fact]
    public async Task One_that_fails_now_and_then_is_kept()
    {
        var fails = false;
        _answer = (_, _) => (fails = !fails) ? ErrorCode.Local_MsgTimedOut : null;
        using var producer = Producer();
        for (var i = 0; i < 20; i++)
        {
            await FailsAsync(producer, "topic");
            await producer.ProduceAsync("topic", Record, default);
            _clock.Now += TimeSpan.FromMinutes(1);
        }
        Assert.Single(_made);
    }

    private KafkaProducer Producer() =>
        new(
            new KafkaOptions { PublishTimeout = TimeSpan.FromSeconds(10) }, new MessagingMetrics(Meters()),
            NullLogger.Instance, _clock, Make);

    private static IMeterFactory Meters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private IProducer<byte[]?, byte[]?> Make()
    {
        var producer = DispatchProxy.Create<IProducer<byte[]?, byte[]?>, Client>();
        _made.Add(producer);
        var number = _made.Count;
        ((Client)(object)producer).Answer = topic => _answer(number, topic);
        return producer;
    }

    private static async Task FailsAsync(KafkaProducer producer, string topic) =>
        await Assert.ThrowsAsync<ProduceException<byte[]?, byte[]?>>(
            () => producer.ProduceAsync(topic, Record, default));

    /// <summary>A client whose brokers answer as the test wants.</summary>
    public class Client : DispatchProxy
    {
        internal Func<string, ErrorCode?> Answer { get; set; } = _ => null;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IProducer<,>.Flush)) return 0;
            if (targetMethod.Name != nameof(IProducer<,>.ProduceAsync)) return null;
            var topic = (string)args![0]!;
            var delivered = new DeliveryResult<byte[]?, byte[]?>
            {
                TopicPartitionOffset = new(topic, 0, Offset.Unset), Message = Record,
            };
            return Answer(topic) is { } code
                ? Task.FromException<DeliveryResult<byte[]?, byte[]?>>(
                    new ProduceException<byte[]?, byte[]?>(new(code), delivered))
                : Task.FromResult(delivered);
        }
    }

    private sealed class TestClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
