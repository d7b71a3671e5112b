using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Testing;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The dashboard's own program, started by an application that has it switched on.</summary>
public sealed class RealDashboardTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly int _port = FreePort.Next();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task The_page_opens_with_the_token_and_is_gone_with_the_application()
    {
        var lines = new LogLines();
        await using var builder = Create("let-me-in", lines);
        await using var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://localhost:{_port}") };

        await Eventually.TrueAsync(() => lines.All.Any(l => l == $"Login to the dashboard at http://localhost:{_port}/login?t=let-me-in"));
        var login = await client.GetAsync("/login?t=let-me-in", _limit.Token);
        var stranger = await client.GetAsync("/", _limit.Token);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (login.StatusCode, login.Headers.Location!.ToString()));
        Assert.Contains(login.Headers.GetValues("Set-Cookie"), c => c.StartsWith(".Aspire.Dashboard.Auth", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.Contains("/login", stranger.Headers.Location!.ToString(), StringComparison.Ordinal);

        await app.StopAsync(_limit.Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/", _limit.Token));
    }

    [Theory]
    [InlineData("mine", HttpStatusCode.OK)]
    [InlineData("other", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Telemetry_is_taken_with_the_key_only(string? key, HttpStatusCode expected)
    {
        var lines = new LogLines();
        var otlp = $"http://localhost:{FreePort.Next()}";
        await using var builder = Create("t", lines, $"--{DashboardKeys.OtlpHttpUrl}={otlp}", $"--{DashboardKeys.OtlpApiKey}=mine");
        await using var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);
        await Eventually.TrueAsync(() => lines.All.Any(l => l.StartsWith("OTLP/HTTP listening on", StringComparison.Ordinal)));

        // An export without any span, as the OpenTelemetry SDK would send it.
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, otlp + "/v1/traces") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/x-protobuf");
        if (key is not null) request.Headers.Add("x-otlp-api-key", key);
        using var response = await client.SendAsync(request, _limit.Token);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Without_its_program_the_application_starts_all_the_same_and_says_so()
    {
        var lines = new LogLines();
        await using var builder = Create("t", lines);
        builder.Configuration[DashboardKeys.Path] = "/nowhere/aspire-managed";
        await using var app = await builder.BuildAsync(_limit.Token);

        await app.StartAsync(_limit.Token);

        await Eventually.TrueAsync(() => lines.All.Any(l => l.StartsWith("There is no dashboard: /nowhere/aspire-managed", StringComparison.Ordinal)));
    }

    private IDistributedApplicationTestingBuilder Create(string token, LogLines lines, params string[] more)
    {
        var builder = DistributedApplicationTestingBuilder.Create(
            [$"--{DashboardKeys.FrontendUrls}=http://localhost:{_port}", $"--{DashboardKeys.AllowUnsecuredTransport}=true", $"--{DashboardKeys.FrontendBrowserToken}={token}", .. more],
            (options, _) => options.DisableDashboard = false);
        builder.Services.AddLogging(logging => logging.AddProvider(lines).AddFilter<LogLines>(null, LogLevel.Debug));
        return builder;
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines) _lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
