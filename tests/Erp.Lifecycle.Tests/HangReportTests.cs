using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Erp.AppHost;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.Lifecycle.Tests;

/// <summary>What the console tells about replicas that do not answer, asked ten times a second here.</summary>
public sealed class HangReportTests : IAsyncLifetime
{
    private readonly LogRecorder _console = new();
    private DistributedApplication _app = null!;
    private ProjectResource _service = null!;
    private HangReport _report = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            DisableDashboard = true, AssemblyName = typeof(HangReport).Assembly.FullName,
        });
        builder.Services.AddLogging(logging => logging.AddProvider(_console));
        _service = builder.AddProject("some-service", "some-service.csproj", launchProfileName: null).Resource;
        _app = builder.Build();
        _report = ActivatorUtilities.CreateInstance<HangReport>(_app.Services, TimeSpan.FromMilliseconds(100));
        await _report.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _report.StopAsync(CancellationToken.None);
        _report.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task One_that_has_never_answered_is_named()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await RunsAsync("some-service-mute", $"http://{mute.LocalEndpoint}");
        await SaysAsync("some-service-mute has not answered for . s, though its process 4711 lives");
    }

    [Fact]
    public async Task One_that_hangs_is_named_once_and_again_when_it_answers()
    {
        var (hangs, asked) = (false, 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var service = builder.Build();
        service.MapGet("/alive", async (HttpContext call) =>
        {
            Interlocked.Increment(ref asked);
            while (hangs) await Task.Delay(10, call.RequestAborted);
        });
        await service.StartAsync(TestContext.Current.CancellationToken);
        await RunsAsync("some-service-abc", service.Urls.Single());
        await Eventually.TrueAsync(() => asked > 0);

        hangs = true;
        await SaysAsync("some-service-abc has not answered for");
        var since = asked;
        await Eventually.TrueAsync(() => asked > since + 5);
        hangs = false;
        await SaysAsync("some-service-abc answers again");
        Assert.Single(_console.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));
    }

    private Task SaysAsync(string pattern) =>
        Eventually.TrueAsync(() => _console.Lines.Any(line => Regex.IsMatch(line, pattern)), condition: pattern);

    private Task RunsAsync(string id, string url) =>
        _app.Services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(_service, id, s => s with
        {
            State = KnownResourceStates.Running,
            EnvironmentVariables = [new("ASPNETCORE_URLS", url, IsFromSpec: true)],
            Properties = [new("executable.pid", 4711)],
        });
}
