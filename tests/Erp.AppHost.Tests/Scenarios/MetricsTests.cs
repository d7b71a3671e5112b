using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Confluent.Kafka;
using Erp.Testing.Application;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>P4: alerts and dashboards ask for nothing that nobody measures.</summary>
[Collection(OnEmbeddedKafka.Name)]
public sealed class MetricsTests(EmbeddedKafkaApplication app) : IDisposable
{
    private const string RequestDuration = "http_server_request_duration_seconds_count";

    /// <summary>As Prometheus 3 asks.</summary>
    private const string Accept =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private readonly HttpClient _prometheus = new() { DefaultRequestHeaders = { { "Accept", Accept } } };

    public void Dispose() => _prometheus.Dispose();

    [Fact]
    public async Task Every_metric_of_alerts_and_dashboards_is_emitted_by_the_running_application()
    {
        await UseAsync();
        var listed = new Exposition().Add(await File.ReadAllTextAsync(Exposition.ServicesFile));
        // Each answer comes from one of a service's processes.
        var shown = new Exposition();
        await Eventually.GetAsync(
            async () =>
            {
                foreach (var service in Measured()) shown.Add(await ScrapeAsync(service));
                return listed.MissingIn(shown);
            },
            missing => missing.Count == 0, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Every_service_shows_how_it_answers()
    {
        var services = Measured();
        Assert.Equal(ErpApplication.Services.Append("web").Order(), services.Order());
        foreach (var service in services)
        {
            await Eventually.TrueAsync(
                async () => new Exposition().Add(await ScrapeAsync(service))
                    .Has(RequestDuration, "http_response_status_code"),
                TimeSpan.FromSeconds(60));
        }
    }

    private List<string> Measured() =>
    [
        .. app.App.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .Where(r => r.Annotations.OfType<EndpointAnnotation>().Any(e => e.Name == EmbeddedKafkaApplication.Metrics))
            .Select(r => r.Name),
    ];

    private Task<string> ScrapeAsync(string service) => _prometheus.GetStringAsync(
        new Uri(app.App.GetEndpoint(service, EmbeddedKafkaApplication.Metrics), "/metrics"));

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
}
