using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

public sealed class OneTraceTests(EmbeddedKafkaCluster kafka) : IClassFixture<EmbeddedKafkaCluster>
{
    private const string Requests = "approval-requests", Results = "approval-results";

    internal sealed record Ping(string Text);

    /// <summary>Answers what it reads by a message on the next topic.</summary>
    internal sealed class Forwarder(IMessagePublisher publisher) : IMessageHandler
    {
        public async Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
        {
            await publisher.PublishAsync(
                MessageJson.ToMessage(Results, message.Key, message.Read<Ping>()), cancellationToken);
            return true;
        }
    }

    [Fact]
    public async Task One_trace_runs_from_the_request_through_outbox_and_both_topics_and_the_metrics_count_it()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s =>
                s.Name.StartsWith("Erp.", StringComparison.Ordinal) || s.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var port = FreePort.Next();
        var outbox = new MemoryOutbox();
        var journal = new Journal();
        await using var service = await TestService.StartAsync(
            b =>
            {
                b.AddKafkaTopics(Replica.Topic(Requests), Replica.Topic(Results));
                b.AddKafkaPublisher();
                b.Services.AddSingleton(outbox);
                b.Services.AddSingleton(journal);
                b.Services.AddSingleton<IOutbox>(outbox);
                b.AddOutbox<MemoryOutbox>();
                b.AddKafkaConsumer<Forwarder>(Requests, "approval-processing-group");
                b.AddKafkaConsumer<RecordingHandler>(Results, "approval-request-group");
            },
            app =>
                app.MapPost(
                    "/ping",
                    (OutboxSignal signal) =>
                    {
                        outbox.Add(MessageJson.ToMessage(Requests, "k", new Ping("hello")));
                        signal.Set();
                        return Activity.Current!.TraceId.ToHexString();
                    }),
            ("ConnectionStrings:kafka", kafka.BootstrapServers),
            ("METRICS_PORT", port.ToString(CultureInfo.InvariantCulture)));
        using var employee = service.As(1);
        var trace = await (await employee.PostAsync("/ping", null)).Content.ReadAsStringAsync();
        await Eventually.TrueAsync(() => journal.Handled.Count == 1);
        await Eventually.TrueAsync(() => Names().Count == 5);
        // The request has the framework's own name: no exporter renames it here.
        Assert.Equal(
            [
                "Microsoft.AspNetCore.Hosting.HttpRequestIn", "approval-requests process", "approval-requests publish",
                "approval-results process", "approval-results publish",
            ],
            Names());

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        foreach (var name in new[]
            {
                "erp_messages_published_total",
                "erp_messages_consumed_total",
                "erp_dead_letters_total",
                "erp_producers_replaced_total",
                "erp_consumer_lag",
                "erp_outbox_pending",
                "erp_outbox_age_seconds",
                "erp_consumer_lag_age_seconds",
                "erp_messages_duplicate_total",
                "erp_messages_redelivered_total",
            })
            Assert.Contains("\n" + name, metrics, StringComparison.Ordinal);
        Assert.Contains("topic=\"approval-requests\"", metrics, StringComparison.Ordinal);
        Assert.Contains("group=\"approval-processing-group\"", metrics, StringComparison.Ordinal);

        List<string> Names() => [
            .. spans.Where(s => s.TraceId.ToHexString() == trace)
            .Select(s => s.DisplayName)
            .Order(StringComparer.Ordinal),
        ];
    }
}
