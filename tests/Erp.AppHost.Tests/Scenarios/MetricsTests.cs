using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Confluent.Kafka;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>P4: alerts and dashboards ask for nothing that nobody measures.</summary>
[Collection(OnEmbeddedKafka.Name)]
public sealed class MetricsTests(EmbeddedKafkaApplication app)
{
    [Fact]
    public async Task Every_metric_of_alerts_and_dashboards_is_emitted_by_the_running_application()
    {
        await UseAsync();
        using var http = new HttpClient();
        // Each answer comes from one of a service's processes.
        var missing = Metrics.OfServices.ToHashSet();
        await Eventually.GetAsync(
            async () =>
            {
                var texts = await Task.WhenAll(ErpApplication.Services.Select(service =>
                    http.GetStringAsync(new Uri(
                        app.App.GetEndpoint(service, EmbeddedKafkaApplication.Metrics), "/metrics"))));
                missing.RemoveWhere(metric => texts.Any(text => Has(metric, text)));
                return missing;
            },
            missing => missing.Count == 0, TimeSpan.FromSeconds(60));
    }

    /// <summary>An approval makes messages that are published and consumed; a record that nobody can read becomes a
    /// dead letter.</summary>
    private async Task UseAsync()
    {
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        await requester.RequestAsync(approver);

        var kafka = await app.App.GetConnectionStringAsync("kafka");
        var config = new ProducerConfig { BootstrapServers = kafka, LogConnectionClose = false };
        using var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("approval-requests", new() { Key = "1", Value = "not a message" });
    }

    private static bool Has(string metric, string text) =>
        Regex.IsMatch(text, $@"^{metric}(_bucket|_count)?[{{ ]", RegexOptions.Multiline);
}
