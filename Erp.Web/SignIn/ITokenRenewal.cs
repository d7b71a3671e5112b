using System.Security.Claims;

namespace Erp.Web.SignIn;

/// <summary>Where the next token of a session comes from.</summary>
internal interface ITokenRenewal
{
    /// <summary>The next token; null when this person has to sign in again.</summary>
    /// <exception cref="HttpRequestException">Whoever gives tokens is away.</exception>
    Task<SessionTokens?> RenewAsync(ClaimsPrincipal user, SessionTokens tokens, CancellationToken cancellationToken);
}
