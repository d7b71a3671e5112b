using System.Globalization;
using System.Net;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    // As calendar programs send one.
    private const string Secret = "token-of-a-calendar";

    [Fact]
    public async Task Traces_metrics_and_logs_arrive_at_the_collector_without_tokens_and_probes()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var token = TokenMaker.ForEmployee(TestService.Key, 42, Role.Staff);
        await using (var service = await TestService.StartAsync(app => app.MapGet("/ws/work/{id}", (long id) => id),
            collector.Settings))
        {
            (await service.Http.GetAsync($"/ws/work/7?access_token={token}&token={Secret}")).EnsureSuccessStatusCode();
            (await service.Http.GetAsync("/health")).EnsureSuccessStatusCode();
            await service.StopAsync();
        }
        var traces = collector.Received("/v1/traces");
        Assert.Contains("GET /ws/work/{id}", traces, StringComparison.Ordinal);
        Assert.Contains("test-service", traces, StringComparison.Ordinal);
        // As a value of its own (field 1, 7 bytes): the test's own client is traced too, with the whole address.
        Assert.Contains("\n\u000a/ws/work/7", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\u0007/health", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("Application started", collector.Received("/v1/logs"), StringComparison.Ordinal);
        foreach (var signal in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
        {
            Assert.DoesNotContain(token, collector.Received(signal), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, collector.Received(signal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Metrics_can_be_scraped_on_their_own_port_and_nowhere_else()
    {
        var port = FreePort.Next();
        await using var service = await TestService.StartAsync(app => app.MapGet("/work", () => "done"),
            ("METRICS_PORT", port.ToString(CultureInfo.InvariantCulture)));
        using var employee = service.As(1);
        (await employee.GetAsync("/work")).EnsureSuccessStatusCode();
        using var http = new HttpClient();
        var scraped = await Eventually.GetAsync(
            () => http.GetStringAsync($"http://127.0.0.1:{port}/metrics"),
            s => s.Contains("http_server_request_duration", StringComparison.Ordinal));
        Assert.DoesNotContain("/health", scraped, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"http://127.0.0.1:{port}/work")).StatusCode);
        await (await employee.GetAsync("/metrics")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_metrics_port_that_is_none_is_named()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => { await using var s = await TestService.StartAsync(_ => { }, ("METRICS_PORT", "x")); });
        Assert.Contains("METRICS_PORT", error.Message, StringComparison.Ordinal);
    }
}
