using System.Globalization;
using System.Security.Claims;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Erp.Web.SignIn;

/// <summary>Tokens of an OIDC authority, renewed by the refresh token (OAuth 2.0, RFC 6749, 6).</summary>
internal sealed class AuthorityTokens(
    IOptionsMonitor<OpenIdConnectOptions> oidc, IOptions<WebOptions> web, TimeProvider time,
    ILogger<AuthorityTokens> logger) : ITokenRenewal
{
    public async Task<SessionTokens?> RenewAsync(
        ClaimsPrincipal user, SessionTokens tokens, CancellationToken cancellationToken)
    {
        if (tokens.RefreshToken is not { } refresh) return null;
        var options = oidc.Get(SignInExtensions.OidcScheme);
        var authority = await options.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["refresh_token"] = refresh, ["client_id"] = options.ClientId!,
        };
        if (web.Value.ClientSecret.Length > 0) form["client_secret"] = web.Value.ClientSecret;
        using var content = new FormUrlEncodedContent(form);
        using var answer = await options.Backchannel.PostAsync(authority.TokenEndpoint, content, cancellationToken);
        if ((int)answer.StatusCode >= 500) answer.EnsureSuccessStatusCode();
        var message = new OpenIdConnectMessage(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (answer.IsSuccessStatusCode && message.IdToken is { Length: > 0 } token)
            return new(token, ExpiryOf(message), message.RefreshToken ?? refresh);
        logger.LogInformation("A session is not renewed: {Status} {Error}", (int)answer.StatusCode, message.Error);
        return null;
    }

    private DateTimeOffset ExpiryOf(OpenIdConnectMessage message) => time.GetUtcNow().AddSeconds(
        int.TryParse(message.ExpiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : 300);
}
