using System.Net;
using System.Text.Json;
using Erp.ServiceDefaults.Health;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.ServiceDefaults.Tests;

public sealed class HealthTests
{
    private static readonly string[] Probes = ["/alive", "/started", "/health", "/actuator/health"];
    private HealthCheckResult _dependency = HealthCheckResult.Healthy("fine");

    [Fact]
    public async Task Every_probe_is_UP_without_a_token_when_all_is_well()
    {
        await using var service = await Start();
        foreach (var path in Probes)
            Assert.Equal((200, "{\"status\":\"UP\"}"), await Get(service.Http, path));
    }

    [Fact]
    public async Task A_dependency_that_is_away_makes_it_not_ready_but_not_dead()
    {
        await using var service = await Start();
        _dependency = HealthCheckResult.Unhealthy("no answer from 10.0.0.7");
        Assert.Equal(200, (await Get(service.Http, "/alive")).Status);
        Assert.Equal(200, (await Get(service.Http, "/started")).Status);
        Assert.Equal((503, "{\"status\":\"DOWN\"}"), await Get(service.Http, "/health"));
        Assert.Equal((503, "{\"status\":\"DOWN\"}"), await Get(service.Http, "/actuator/health"));
        _dependency = HealthCheckResult.Healthy();
        Assert.Equal(200, (await Get(service.Http, "/health")).Status);
    }

    [Fact]
    public async Task Degraded_is_still_ready()
    {
        await using var service = await Start();
        _dependency = HealthCheckResult.Degraded("slow");
        Assert.Equal(200, (await Get(service.Http, "/health")).Status);
    }

    [Fact]
    public async Task What_has_to_happen_once_counts_for_started_and_ready()
    {
        await using var service = await Start(HealthTags.Started);
        _dependency = HealthCheckResult.Unhealthy("migrating");
        Assert.Equal(503, (await Get(service.Http, "/started")).Status);
        Assert.Equal(503, (await Get(service.Http, "/health")).Status);
        Assert.Equal(200, (await Get(service.Http, "/alive")).Status);
    }

    [Fact]
    public async Task Only_services_see_what_is_wrong()
    {
        await using var service = await Start();
        _dependency = HealthCheckResult.Unhealthy("no answer from 10.0.0.7");
        using var employee = service.As(1, Auth.Role.Hr);
        Assert.Equal("{\"status\":\"DOWN\"}", (await Get(employee, "/health")).Body);
        using var other = service.AsService();
        var body = JsonDocument.Parse((await Get(other, "/actuator/health")).Body).RootElement;
        var component = body.GetProperty("components").GetProperty("dependency");
        Assert.Equal("DOWN", component.GetProperty("status").GetString());
        Assert.Equal("no answer from 10.0.0.7", component.GetProperty("detail").GetString());
        Assert.Equal("UP", body.GetProperty("components").GetProperty("serving").GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_is_missing_is_logged_once_when_it_changes()
    {
        await using var service = await Start();
        foreach (var (healthy, times) in new[] { (true, 2), (false, 3), (true, 2) })
        {
            _dependency =
                healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no answer from 10.0.0.7");
            for (var i = 0; i < times; i++) await Get(service.Http, "/health");
        }
        Assert.Equal(
            ["Information: Ready", "Warning: Not ready: dependency: no answer from 10.0.0.7", "Information: Ready"],
            service.Log.Lines.Where(l => l.Contains("eady", StringComparison.Ordinal)).Select(l => l.Trim()));
    }

    [Fact]
    public async Task A_wrong_token_does_not_make_a_probe_fail()
    {
        await using var service = await Start();
        using var http = service.With("nonsense");
        foreach (var path in Probes) Assert.Equal(200, (await Get(http, path)).Status);
    }

    [Fact]
    public async Task While_stopping_it_is_not_ready_but_still_serves()
    {
        await using var service = await Start(HealthTags.Ready, ("Drain:Delay", "00:00:20"));
        using var employee = service.As(1);
        var stop = new CancellationTokenSource();
        var stopping = service.StopAsync(stop.Token);
        await Eventually.TrueAsync(async () => (await Get(service.Http, "/health")).Status == 503);
        Assert.Equal(200, (await Get(service.Http, "/alive")).Status);
        Assert.Equal(HttpStatusCode.OK, (await employee.GetAsync("/work")).StatusCode);
        await stop.CancelAsync();
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => service.Http.GetAsync("/alive"));
    }

    private Task<TestService> Start(string tag = HealthTags.Ready, params (string, string)[] settings) =>
        TestService.StartAsync(
            b => b.Services.AddHealthChecks().AddCheck("dependency", () => _dependency, [tag]),
            app => app.MapGet("/work", () => "done"),
            settings);

    private static async Task<(int Status, string Body)> Get(HttpClient http, string path)
    {
        var answer = await http.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
