using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Configuration;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Erp.Web.SignIn;

/// <summary>Who somebody is: a cookie of this host with the number of a session, which is in Redis with the token for
/// the services. People come from an OIDC authority (Amazon Cognito in the cloud), or, where none is configured, from
/// a page on which one chooses a person.</summary>
internal static class SignInExtensions
{
    /// <summary>Scheme of the OIDC authority.</summary>
    public const string OidcScheme = "oidc";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<WebOptions>(WebOptions.Section);
        builder.AddAuthOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSharedKeys();
        services.AddSessions();
        services.AddSignInLimit();
        services.AddAuthorizationBuilder().SetFallbackPolicy(null)
            .AddPolicy(Policies.Hr, p => p.RequireAssertion(c => Caller.From(c.User).IsHr))
            .AddPolicy(Policies.ManagerOrHr, p => p.RequireAssertion(c => Caller.From(c.User).IsManagerOrHr));

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
}
