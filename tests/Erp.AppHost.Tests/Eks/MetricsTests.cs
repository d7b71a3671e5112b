using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Confluent.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Tests.Eks;

/// <summary>P4: alerts and dashboards ask for nothing that nobody measures.</summary>
public sealed class MetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_metric_of_alerts_and_dashboards_is_emitted_by_the_running_application()
    {
        var data = new TemporaryFolder();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Erp_AppHost>(
            [
                $"--Backing:DataFolder={data.Path}", "--Backing:kafka=embedded", "--Backing:mongodb=embedded", "--Backing:mysql=installed", "--Backing:redis=installed",
                $"--Parameters:auth-signing-key={Tokens.SigningKey}", "--Replicas=1",
            ], patience.Token);
            var ports = GiveMetricsPorts(builder);
            await using var app = await builder.BuildAsync(patience.Token);
            await app.StartAsync(patience.Token);
            foreach (var service in ports.Keys) await app.ResourceNotifications.WaitForResourceHealthyAsync(service, patience.Token);

            await UseAsync(app);
            using var http = new HttpClient();
            var missing = await Eventually.GetAsync(async () =>
            {
                var texts = await Task.WhenAll(ports.Values.Select(port => http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"))));
                return Metrics.OfServices.Where(m => !texts.Any(t => Regex.IsMatch(t, $@"^{m}(_bucket|_count)?[{{ ]", RegexOptions.Multiline))).ToList();
            }, missing => missing.Count == 0, TimeSpan.FromSeconds(60));
            Assert.Empty(missing);
        }
        finally
        {
            data.Delete();
        }
    }

    [Fact]
    public void Alerts_and_dashboards_name_no_other_metric()
    {
        var component = Published.Component("monitoring");
        var texts = component.Of("PrometheusRule").SelectMany(r => r.List("spec", "groups")).SelectMany(g => g.List("rules")).Select(r => r.Text("expr")!)
            .Concat(component.Of("ConfigMap").SelectMany(d => d.Map("data").Values).SelectMany(json => Regex.Matches(json, "\"expr\": \"(.*)\"").Select(m => m.Groups[1].Value)));
        var named = texts.SelectMany(t => Regex.Matches(t, @"\b(erp|http|kafka|kube|certmanager)_[a-z_]+(?=[\{\[)\s<>]|$)").Select(m => Regex.Replace(m.Value, "_(bucket|count)$", ""))).Distinct();
        Assert.Empty(named.Except(Metrics.OfServices).Except(Metrics.OfExporter).Except(Metrics.OfCluster).Except(["http_response_status_code", "http_route"]));
    }

    /// <summary>A metrics port each, as on the cluster.</summary>
    private static Dictionary<string, int> GiveMetricsPorts(IDistributedApplicationTestingBuilder builder)
    {
        var ports = new Dictionary<string, int>();
        var started = builder.Resources.OfType<ProjectResource>()
            .Where(service => !service.HasAnnotationOfType<ExplicitStartupAnnotation>());
        foreach (var service in started)
        {
            var port = ports[service.Name] = FreePort.Next();
            service.Annotations.Add(new EnvironmentCallbackAnnotation("METRICS_PORT", () => port.ToString(CultureInfo.InvariantCulture)));
        }
        return ports;
    }

    /// <summary>An approval makes messages that are published and consumed; a record that nobody can read becomes a dead letter.</summary>
    private static async Task UseAsync(DistributedApplication app)
    {
        async Task<long> EmployeeAsync(string name)
        {
            using var hr = Client(app, "employee-service", Tokens.User(1, "HR"));
            var answer = await hr.PostAsJsonAsync("/employees", new { name, email = $"{name}@example.org", department = "IT", position = "Engineer", role = "STAFF" });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<Created>())!.Id;
        }

        var (requester, approver) = (await EmployeeAsync("ann"), await EmployeeAsync("bob"));
        using var client = Client(app, "approval-request-service", Tokens.User(requester, "STAFF"));
        var created = await client.PostAsJsonAsync("/approvals", new
        {
            requesterId = requester,
            title = "Screen",
            content = "A larger one",
            type = "EXPENSE",
            steps = new[] { new { step = 1, approverId = approver } },
        });
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync());

        var kafka = await app.GetConnectionStringAsync("kafka");
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka, LogConnectionClose = false }).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("approval-requests", new() { Key = "1", Value = "not a message" });
    }

    private static HttpClient Client(DistributedApplication app, string service, string token)
    {
        var client = app.CreateHttpClient(service, "http");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private sealed record Created(long Id);
}
