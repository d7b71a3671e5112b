using System.Security.Claims;
using Erp.ServiceDefaults.Auth;
using Microsoft.Extensions.Options;

namespace Erp.Web.SignIn;

/// <summary>Tokens on a laptop, made with the key that the AppHost made.</summary>
internal sealed class LocalTokens(IOptions<AuthOptions> options, TimeProvider time) : ITokenRenewal
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // Looks people up before anybody is signed in; nobody the services know, so that the role of the token counts.
    private const long Porter = 1_000_000_000;

    public SessionTokens Make(long employeeId, Role role) => new(
        TokenMaker.ForEmployee(options.Value.SigningKey, employeeId, role, Lifetime),
        time.GetUtcNow() + Lifetime, RefreshToken: null);

    /// <summary>With which the sign-in page looks people up.</summary>
    public string ForSignIn() => Make(Porter, Role.Hr).Token;

    public Task<SessionTokens?> RenewAsync(
        ClaimsPrincipal user, SessionTokens tokens, CancellationToken cancellationToken)
    {
        var caller = Caller.From(user);
        return Task.FromResult(caller.EmployeeId is { } id ? Make(id, caller.Role) : null);
    }
}
