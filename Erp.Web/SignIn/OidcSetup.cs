using System.Globalization;
using Erp.ServiceDefaults.Auth;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Erp.Web.SignIn;

/// <summary>OIDC code flow with PKCE (OpenID Connect Core 1.0; RFC 7636). Who somebody is in the company is in the id
/// token's claims; of the session's claims only what this system understands is kept.</summary>
internal sealed class OidcSetup(
    IOptions<AuthOptions> auth, IOptions<WebOptions> web, TimeProvider time)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public void Configure(OpenIdConnectOptions options) => Configure(SignInExtensions.OidcScheme, options);

    public void Configure(string? name, OpenIdConnectOptions oidc)
    {
        oidc.Authority = auth.Value.Authority;
        oidc.RequireHttpsMetadata = !new Uri(auth.Value.Authority).IsLoopback;
        // Twice in a page at most: for its configuration, and for a token.
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(4);
        oidc.ClientId = auth.Value.Audience;
        oidc.ClientSecret = web.Value.ClientSecret is { Length: > 0 } secret ? secret : null;
        oidc.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.SignedOutRedirectUri = "/signed-out";
        oidc.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        oidc.Scope.Clear();
        foreach (var scope in web.Value.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            oidc.Scope.Add(scope);
        oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.Always;
        oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.Always;
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.Events = new()
        {
            OnTokenValidated = KeepAsync,
            OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.Response.Redirect(HasNewKeys(context) ? OnceMore(context) : "/sign-in/failed");
                return Task.CompletedTask;
            },
            OnRedirectToIdentityProviderForSignOut = context =>
            {
                // Amazon Cognito's own names for the same.
                context.ProtocolMessage.SetParameter("client_id", oidc.ClientId);
                context.ProtocolMessage.SetParameter("logout_uri", context.ProtocolMessage.PostLogoutRedirectUri);
                return Task.CompletedTask;
            },
        };
    }

    // The handler asks for the authority's new keys then; the next attempt has them.
    private static bool HasNewKeys(RemoteFailureContext context) =>
        (context.Failure is SecurityTokenSignatureKeyNotFoundException
            || context.Failure?.InnerException is SecurityTokenSignatureKeyNotFoundException)
        && context.Properties?.Items.ContainsKey(SignInRoutes.SecondAttempt) == false;

    private static string OnceMore(RemoteFailureContext context) =>
        $"{SignInRoutes.PathTo(context.Properties?.RedirectUri ?? "/")}&again=true";

    private Task KeepAsync(TokenValidatedContext context)
    {
        var caller = Caller.From(context.Principal!);
        if (caller.EmployeeId is not { } id || context.TokenEndpointResponse is not { IdToken.Length: > 0 } tokens)
        {
            context.Fail("The account names no employee.");
            return Task.CompletedTask;
        }
        var lifetime = int.TryParse(tokens.ExpiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            ? TimeSpan.FromSeconds(left)
            : context.SecurityToken.ValidTo - time.GetUtcNow().UtcDateTime;
        context.Principal = Sessions.Principal(id, caller.Role);
        new SessionTokens(tokens.IdToken, time.GetUtcNow() + lifetime, tokens.RefreshToken)
            .Store(context.Properties!);
        return Task.CompletedTask;
    }
}
