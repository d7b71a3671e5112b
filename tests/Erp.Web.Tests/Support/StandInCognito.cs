using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Erp.Web.Tests.Support;

/// <summary>An OIDC authority that behaves as Amazon Cognito: who somebody is in the company is in the id token only,
/// as custom attributes and groups, and there is a refresh token without asking for one. A real server, OpenIddict, on
/// a port of its own.</summary>
public sealed class StandInCognito : IAsyncDisposable
{
    public const string Client = "erp-app-client";
    private readonly SymmetricSecurityKey _encryption = new(RandomNumberGenerator.GetBytes(32));
    private readonly int _port = FreePort.Next();
    private WebApplication? _app;

    /// <summary>Attributes of the account that signs in.</summary>
    public List<Claim> Account { get; set; } = [new("custom:employeeId", "1"), new("custom:role", "STAFF")];

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>No refresh token is good any more.</summary>
    public bool RefusesToRenew { get; set; }

    /// <summary>How long it takes to say what its keys are.</summary>
    public TimeSpan Slowness { get; set; }

    /// <summary>Queries and forms that came to it, by path.</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Values)> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public (string Key, string Value)[] Settings =>
    [
        ("Auth:Authority", Address.ToString()), ("Auth:Audience", Client), ("Auth:SigningKey", ""),
    ];

    /// <summary>Starts it with a new signing key: after <see cref="StopAsync"/>, a rotation of keys.</summary>
    public async Task<StandInCognito> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(Configure);
        builder.Services.AddAuthentication();
        var app = builder.Build();
        app.Urls.Add(Address.ToString());
        app.Use(RecordAsync);
        app.UseAuthentication();
        await app.StartAsync();
        _app = app;
        return this;
    }

    public async Task StopAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _app = null;
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetIssuer(Address)
            .SetAuthorizationEndpointUris("/oauth2/authorize")
            .SetTokenEndpointUris("/oauth2/token")
            .SetEndSessionEndpointUris("/logout")
            .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess)
            .SetAccessTokenLifetime(Lifetime).SetIdentityTokenLifetime(Lifetime)
            .AddEncryptionKey(_encryption)
            .AddSigningKey(new RsaSecurityKey(RSA.Create(2048)))
            .EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement();
        server.Configure(o => o.TimeProvider = new Clock(Ahead));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(c =>
        {
            if (c.ClientId != Client) c.Reject(Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseInlineHandler(c =>
        {
            if (c.ClientId != Client || (RefusesToRenew && c.Request.IsRefreshTokenGrantType()))
                c.Reject(Errors.InvalidGrant);
            return default;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(h => h.UseInlineHandler(_ => default));
        server.AddEventHandler<HandleAuthorizationRequestContext>(h => h.UseInlineHandler(c =>
        {
            var identity = new ClaimsIdentity(Account, TokenValidationParameters.DefaultAuthenticationType);
            identity.SetClaim(Claims.Subject, Guid.NewGuid().ToString());
            identity.SetScopes([.. c.Request.GetScopes(), Scopes.OfflineAccess]);
            identity.SetDestinations(_ => [Destinations.IdentityToken]);
            c.SignIn(new(identity));
            return default;
        }));
        server.AddEventHandler<HandleEndSessionRequestContext>(h => h.UseInlineHandler(c =>
        {
            c.SignOut();
            return default;
        }));
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var values = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString())
            : QueryHelpers.ParseQuery(context.Request.QueryString.Value)
                .ToDictionary(f => f.Key, f => f.Value.ToString());
        Requests.Enqueue((context.Request.Path.Value!, values));
        if (context.Request.Path.StartsWithSegments("/.well-known", StringComparison.Ordinal))
            await Task.Delay(Slowness);
        await next(context);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private sealed class Clock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
