using System.Diagnostics.Metrics;
using System.Security.Claims;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Holds a valid token against what its employee is now. Who has left is refused, and a role counts only as
/// far as the token and the present agree on it.</summary>
internal sealed class StaleTokens
{
    private const string Inactive = "inactive", FormerRole = "role";
    private readonly Counter<long> _refused;
    private readonly ICallerStanding? _people;

    public StaleTokens(IMeterFactory meters, ICallerStanding? people = null)
    {
        _people = people;
        _refused = meters.Create("Erp.ServiceDefaults").CreateCounter<long>(
            "erp.stale_tokens.refused",
            description: "Calls with a token of somebody who has left, or with a former role");
        // So that the first one is an increase, which alerts look for.
        Count(Inactive, 0);
        Count(FormerRole, 0);
    }

    /// <summary>The principal with no more than its employee may now; an <see cref="EmployeeInactiveException"/> for
    /// who has left.</summary>
    /// <param name="user">As <see cref="CallerClaims.Normalize"/> makes it.</param>
    public ClaimsPrincipal Refresh(ClaimsPrincipal user)
    {
        var caller = CallerClaims.Read(user);
        if (caller.EmployeeId is not { } id || _people?.Of(id) is not { } now) return user;
        if (!now.Active)
        {
            Count(Inactive, 1);
            throw new EmployeeInactiveException();
        }
        if (caller.Role <= now.Role) return user;
        Count(FormerRole, 1);
        return CallerClaims.Principal(user.Identity?.AuthenticationType, id, now.Role);
    }

    private void Count(string reason, int calls) =>
        _refused.Add(calls, new KeyValuePair<string, object?>("reason", reason));
}

/// <summary>The token is good, but its employee has left.</summary>
internal sealed class EmployeeInactiveException() : Exception("This employee has left the company.");
