using System.Net.Http.Headers;
using Erp.ServiceDefaults;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Erp.TestSupport;

/// <summary>A service with nothing but the defaults, on real Kestrel and a free port: what Kestrel refuses is part of
/// what is tested.</summary>
public sealed class TestService : IAsyncDisposable
{
    public const string Key = "a-key-for-tests-that-is-long-enough-for-every-algorithm-0123456789-0123456789";
    private readonly WebApplication _app;

    private TestService(WebApplication app, LogRecorder log)
    {
        (_app, Log) = (app, log);
        Http = new() { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public LogRecorder Log { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<TestService> StartAsync(
        Action<WebApplication> map, params (string Key, string Value)[] settings) =>
        StartAsync(_ => { }, map, settings);

    public static async Task<TestService> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var log = new LogRecorder();
        var app = Build(b => { b.Logging.AddProvider(log); add(b); }, map, settings);
        await app.StartAsync();
        return new(app, log);
    }

    public static WebApplication Build(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Logging:Console:LogLevel:Default"] = "None";
        builder.Configuration["OTEL_SERVICE_NAME"] = "test-service";
        builder.Configuration["Auth:SigningKey"] = Key;
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.AddServiceDefaults();
        add(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        map(app);
        return app;
    }

    public HttpClient As(long employeeId, Role role = Role.Staff) =>
        With(TokenMaker.ForEmployee(Key, employeeId, role));

    public HttpClient AsService(string name = "other-service") => With(TokenMaker.ForService(Key, name));

    public HttpClient With(string token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
