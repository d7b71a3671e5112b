using System.Diagnostics.Metrics;
using System.Security.Claims;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Holds a valid token against what its employee is now. Who has left is refused, and a role counts only as
/// far as the token and the present agree on it.</summary>
internal sealed class StaleTokens(IMeterFactory meters, ICallerStanding? people = null)
{
    private readonly Counter<long> _refused = meters.Create("Erp.ServiceDefaults").CreateCounter<long>(
        "erp.stale_tokens.refused", description: "Calls with a token of somebody who has left, or with a former role");

    /// <summary>The principal with no more than its employee may now; an <see cref="EmployeeInactiveException"/> for
    /// who has left.</summary>
    /// <param name="user">As <see cref="CallerClaims.Normalize"/> makes it.</param>
    public ClaimsPrincipal Refresh(ClaimsPrincipal user)
    {
        var caller = CallerClaims.Read(user);
        if (caller.EmployeeId is not { } id || people?.Of(id) is not { } now) return user;
        if (!now.Active)
        {
            Count("inactive");
            throw new EmployeeInactiveException();
        }
        if (caller.Role <= now.Role) return user;
        Count("role");
        return CallerClaims.Principal(user.Identity?.AuthenticationType, id, now.Role);
    }

    private void Count(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

/// <summary>The token is good, but its employee has left.</summary>
internal sealed class EmployeeInactiveException() : Exception("This employee has left the company.");
