using System.Diagnostics;
using Confluent.Kafka;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.Contracts;
using Erp.ServiceDefaults.Auth;

namespace Erp.Bench.Benchmarks;

/// <summary>A backlog of notifications, as after an hour without notification-service: stored one by one, recognised
/// when they come again, told to sockets, and only then past the offset.</summary>
internal sealed class ConsumeBenchmark : IBenchmark
{
    private const int Backlog = 100_000, People = 1000;
    private const string Service = "notification-service";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => "consume";

    public string Description => "100,000 waiting notifications: durably consumed, against a bare consumer";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        // The embedded Kafka keeps 15 MB of a topic.
        await using var app = await RunningApplication.StartAsync(
            checkout, cancellationToken, "--Backing:kafka=installed");
        using var http = Employee.NewClient();
        var (topic, group) = (Topics.ApprovalNotifications.Name, Topics.ApprovalNotifications.Group!);
        var replicas = app.Tree.Pids(Service);
        var servers = app.KafkaServers;
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();

        // Of strangers employee-service would be asked, for each of their notifications.
        Hired.Send(servers, People);

        List<double> rates = [], processor = [];
        for (var run = 1; run <= options.Runs; run++)
        {
            var before = await HandledAsync();
            foreach (var replica in replicas) RunningApplication.Pause(replica);
            Records.Send(servers, topic, Enumerable.Range(0, Backlog).Select(number => (
                $"{1 + (number % People)}",
                new NotificationRequested(
                    1 + (number % People), "NOTICE", null, null, $"Number {number}", DateTimeOffset.UtcNow))));
            var meter = new ProcessorMeter(app.Tree);
            var clock = Stopwatch.StartNew();
            foreach (var replica in replicas) RunningApplication.Resume(replica);
            while (await HandledAsync() - before < Backlog)
            {
                if (clock.Elapsed > Patience)
                    throw new BenchException($"{await HandledAsync() - before} of {Backlog} are consumed.");
                await Task.Delay(100, cancellationToken);
            }
            rates.Add(Backlog / clock.Elapsed.TotalSeconds);
            processor.Add(meter.PerOperation(Backlog).Values.Sum());
            await CheckAsync(run);
            Report.Say($"  run {run}: {Figure.Show(rates[^1])}/s, {Figure.Show(processor[^1])} processor ms each");
        }
        Report.Say("consume: the twin");
        var bare = Enumerable.Range(0, options.Runs)
            .Select(_ => Backlog / Records.Read(servers, topic, Backlog).TotalSeconds).ToArray();
        return new(
        [
            new("durably consumed from a backlog", "/s", rates),
            new("processor time of all", "ms/message", processor),
            new("twin: a bare consumer of the same topic", "/s", bare),
            Figure.Of("durably consumed / bare", "ratio", Figure.MedianOf(rates) / Figure.MedianOf(bare)),
        ]);

        async Task<long> HandledAsync()
        {
            var partitions = Enumerable.Range(0, Topics.Partitions).Select(p => new TopicPartition(topic, p)).ToList();
            var committed = await admin.ListConsumerGroupOffsetsAsync([new(group, partitions)]);
            return committed[0].Partitions.Sum(p => Math.Max(0, p.Offset.Value));
        }

        // Everybody has what came last, once and in order.
        async Task CheckAsync(int run)
        {
            foreach (var person in (long[])[1, People / 2, People])
            {
                var recent = await new Employee(person, Role.Staff, http)
                    .GetAsync(app.Notifications, $"/notifications/recent/{person}?limit=100");
                var texts = recent["items"]!.AsArray().Select(n => n!["message"]!.GetValue<string>()).ToList();
                var expected = Enumerable.Range(0, Backlog / People).Reverse()
                    .Select(n => $"Number {(n * People) + person - 1}");
                if (!texts.SequenceEqual(expected))
                    throw new BenchException($"run {run}: person {person} does not have what was sent, in order.");
            }
        }
    }
}
