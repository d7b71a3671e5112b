using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Erp.TestSupport;

/// <summary>A whole service in the test process. Several of one program are several replicas.</summary>
/// <example><c>await using var a = new ServiceFactory&lt;Program&gt;(new() { ["ConnectionStrings:redis"] =
/// redis.ConnectionString }); var client = a.ClientFor(Tokens.User(1));</c></example>
public sealed class ServiceFactory<TProgram> : WebApplicationFactory<TProgram> where TProgram : class
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;

    /// <summary>Makes it; nothing starts before the first use of <see cref="ClientFor"/>, <c>Services</c> or
    /// <see cref="StartOnPort"/>.</summary>
    /// <param name="settings">Configuration as the service reads it, over the defaults of the tests (keys of
    /// <see cref="Tokens"/>, no rate limit, quiet log).</param>
    /// <param name="services">Replaces registrations, after the service's own.</param>
    public ServiceFactory(Dictionary<string, string?> settings, Action<IServiceCollection>? services = null)
    {
        _services = services;
        _settings = new Dictionary<string, string?>(settings)
            .Concat(new Dictionary<string, string?>
            {
                ["environment"] = "Development",
                ["Auth:SigningKey"] = Tokens.SigningKey,
                ["Auth:ServiceKey"] = Tokens.ServiceKey,
                // tests call faster than people; a test of the limit sets its own
                ["Limits:RequestsPerSecond"] = "100000",
                ["Limits:Burst"] = "100000",
                ["Logging:LogLevel:Default"] = "Warning",
            })
            .DistinctBy(s => s.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(s => s.Key, s => s.Value);
    }

    /// <summary>What the service logged, level Information and above once the log level lets it through; for tests of
    /// what must not be logged.</summary>
    public LogRecorder Log { get; } = new();

    /// <summary>Listens on a real port of 127.0.0.1 (WebSockets, more than one replica behind one address); returns the
    /// base address.</summary>
    public Uri StartOnPort(int port = 0)
    {
        UseKestrel(port);
        StartServer();
        return ClientOptions.BaseAddress;
    }

    /// <summary>A client with this bearer token; none when it is null. It follows no redirects and keeps no
    /// cookies.</summary>
    public HttpClient ClientFor(string? token)
    {
        var client = CreateClient(
            new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = ClientOptions.BaseAddress });
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.AddProvider(Log));
        if (_services is not null) builder.ConfigureServices(_services);
    }
}
