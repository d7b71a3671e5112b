using System.Security.Claims;
using System.Threading.RateLimiting;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Configuration;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Role = Erp.ServiceDefaults.Auth.Role;

namespace Erp.Web.SignIn;

/// <summary>Who somebody is: a cookie of this host with the number of a session, which is in Redis with the token for
/// the services. People come from an OIDC authority (Amazon Cognito in the cloud), or, where none is configured, from
/// a page on which one chooses a person.</summary>
internal static class SignInExtensions
{
    /// <summary>Scheme of the OIDC authority.</summary>
    public const string OidcScheme = "oidc";

    /// <summary>Policy of the rate limiter for attempts to sign in.</summary>
    public const string RateLimit = "sign-in";

    /// <summary>Item of a session's ticket: its own number.</summary>
    public const string SessionKey = "erp.session";

    /// <summary>Item of an attempt to sign in: it is the second one, after the authority's keys had changed.</summary>
    public const string SecondAttempt = "erp.again";

    /// <summary>How long a session lives that nobody uses.</summary>
    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);

    /// <summary>The address where one signs in, and comes back from.</summary>
    public static string PathTo(string back) => $"/sign-in?returnUrl={Uri.EscapeDataString(back)}";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<WebOptions>(WebOptions.Section);
        builder.AddAuthOptions();
        services.TryAddSingleton(TimeProvider.System);

        // The same keys on every replica, so that each reads what another one wrote.
        services.AddDataProtection().SetApplicationName("erp-web");
        services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((keys, redis) =>
            keys.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), KeyWatch.Keys));
        services.AddSingleton(p => new SharedKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(p)));
        services.AddSingleton<IKeyManager>(p => p.GetRequiredService<SharedKeys>());
        services.AddHostedService<KeyWatch>();

        services.AddSingleton<RedisTickets>();
        services.AddScoped<SessionEvents>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<RedisTickets>((cookie, tickets) =>
            {
                cookie.SessionStore = tickets;
                cookie.EventsType = typeof(SessionEvents);
                cookie.ExpireTimeSpan = SessionLength;
                cookie.SlidingExpiration = true;
                cookie.Cookie.Name = "__Host-erp";
                cookie.Cookie.Path = "/";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            });
        // Browsers take a secure cookie from this machine without TLS; what makes cookies here asks for TLS otherwise.
        services.Configure<CookiePolicyOptions>(cookies => (cookies.Secure, cookies.HttpOnly) =
            (CookieSecurePolicy.Always, HttpOnlyPolicy.Always));
        services.AddAuthorizationBuilder().SetFallbackPolicy(null)
            .AddPolicy(Policies.Hr, p => p.RequireAssertion(c => Caller.From(c.User).IsHr))
            .AddPolicy(Policies.ManagerOrHr, p => p.RequireAssertion(c => Caller.From(c.User).IsManagerOrHr));
        AddLimit(services);

        if (new AuthOptions { Authority = builder.Configuration["Auth:Authority"] ?? "" }.UsesAuthority)
        {
            services.AddSingleton<ITokenRenewal, AuthorityTokens>();
            services.AddAuthentication().AddOpenIdConnect(OidcScheme, _ => { });
            services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OidcSetup>();
            services.AddSingleton<AuthorityOrigins>();
            services.AddHostedService(p => p.GetRequiredService<AuthorityOrigins>());
        }
        else
        {
            services.AddSingleton<LocalTokens>();
            services.AddSingleton<ITokenRenewal>(p => p.GetRequiredService<LocalTokens>());
        }
    }

    private static void AddLimit(IServiceCollection services) => services
        .AddRateLimiter(limiter => limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests)
        .AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>()
        .Configure<IOptions<WebOptions>>((limiter, web) => limiter.AddPolicy(RateLimit, context =>
            HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.Equals("/sign-in")
                ? RateLimitPartition.GetNoLimiter("reading")
                : RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new() { PermitLimit = web.Value.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })));

    /// <summary>The session of somebody, with what the menu needs to know of them.</summary>
    public static ClaimsPrincipal Principal(long employeeId, Role role) =>
        new(new ClaimsIdentity(
            [
                new(ErpClaims.EmployeeId, employeeId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new(ErpClaims.Role, role.ToString().ToUpperInvariant()),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme, ErpClaims.EmployeeId, ErpClaims.Role));

    public static void MapSignIn(this WebApplication app)
    {
        var authority = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.UsesAuthority;
        app.MapGet("/sign-in", (string? returnUrl, bool? again) =>
        {
            var back = PublicAddress.LocalPath(returnUrl);
            var attempt = new AuthenticationProperties { RedirectUri = back };
            if (again == true) attempt.Items[SecondAttempt] = "true";
            return authority
                ? Results.Challenge(attempt, [OidcScheme])
                : Results.LocalRedirect($"/sign-in/choose?returnUrl={Uri.EscapeDataString(back)}");
        }).AllowAnonymous().RequireRateLimiting(RateLimit);

        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            if (authority) await context.SignOutAsync(OidcScheme, new() { RedirectUri = "/signed-out" });
            else context.Response.Redirect("/signed-out");
        }).WithMetadata(new Microsoft.AspNetCore.Antiforgery.RequireAntiforgeryTokenAttribute());
    }
}
