using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Auth;

/// <summary>This service's own token, made anew before it runs out.</summary>
public sealed class ServiceTokens(
    IOptions<AuthOptions> options, IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private string _token = "";
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    /// <summary>The name under which this service calls others.</summary>
    public string Service { get; } =
        configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : environment.ApplicationName;

    /// <summary>A bearer token that is good for at least five minutes more.</summary>
    public string Get()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _renewAt) return _token;
            var auth = options.Value;
            _token = TokenMaker.ForService(
                auth.ServiceKey.Length > 0 ? auth.ServiceKey : auth.SigningKey, Service, Lifetime);
            _renewAt = now + Lifetime / 2;
            return _token;
        }
    }
}
