using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Erp.Web.SignIn;

/// <summary>The tokens of a session, by the names under which its ticket has them. The bearer token is the id token: at
/// Amazon Cognito it alone has the attributes that say who somebody is in the company.</summary>
internal sealed record SessionTokens(string Token, DateTimeOffset ExpiresAt, string? RefreshToken)
{
    public const string Bearer = "id_token";
    private const string Expiry = "expires_at", Refresh = "refresh_token";

    public static SessionTokens? Of(AuthenticationProperties properties) =>
        properties.GetTokenValue(Bearer) is { } token
        && DateTimeOffset.TryParse(
            properties.GetTokenValue(Expiry), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var expires)
            ? new(token, expires, properties.GetTokenValue(Refresh))
            : null;

    public void Store(AuthenticationProperties properties)
    {
        List<AuthenticationToken> tokens =
        [
            new() { Name = Bearer, Value = Token },
            new() { Name = Expiry, Value = ExpiresAt.ToString("o", CultureInfo.InvariantCulture) },
        ];
        if (RefreshToken is not null) tokens.Add(new() { Name = Refresh, Value = RefreshToken });
        properties.StoreTokens(tokens);
    }
}
