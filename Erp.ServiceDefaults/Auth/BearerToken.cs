using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Finds the token of a request: the Authorization header, or for sockets, which browsers open without
/// headers, the <c>access_token</c> query parameter.</summary>
internal static class BearerToken
{
    public const string QueryParameter = "access_token";
    private const string Prefix = "Bearer ";
    private static readonly JsonWebTokenHandler Handler = new();

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return header[Prefix.Length..].Trim();
        return request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase)
            && request.Query[QueryParameter] is [{ Length: > 0 } token] ? token : null;
    }

    /// <summary>The issuer that the token claims, unchecked: only to choose who checks it.</summary>
    public static string? ClaimedIssuer(HttpRequest request)
    {
        if (Of(request) is not { } token || !Handler.CanReadToken(token)) return null;
        try
        {
            return new JsonWebToken(token).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
