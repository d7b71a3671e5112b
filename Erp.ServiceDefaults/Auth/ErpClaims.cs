using System.Globalization;
using System.Security.Claims;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Claim names. Tokens of our own use the short names, Amazon Cognito's carry custom attributes and
/// groups.</summary>
public static class ErpClaims
{
    /// <summary>64-bit employee id.</summary>
    public const string EmployeeId = "employeeId";

    /// <summary><c>STAFF</c>, <c>MANAGER</c> or <c>HR</c>.</summary>
    public const string Role = "role";

    /// <summary>Name of the calling service; only in tokens that services make.</summary>
    public const string Service = "service";

    internal static Caller Read(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(Service) is { Length: > 0 } service) return new(null, Auth.Role.Staff, service);
        long? id = long.TryParse(user.FindFirstValue(EmployeeId) ?? user.FindFirstValue("custom:employeeId"),
            NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;
        var names = user.FindAll(Role)
            .Concat(user.FindAll("custom:role"))
            .Concat(user.FindAll("cognito:groups"))
            .Select(c => c.Value);
        return new(id, names.Select(ParseRole).DefaultIfEmpty(Auth.Role.Staff).Max(), null);
    }

    /// <summary>A principal with nothing but what this system understands. An employee's token never makes a service,
    /// whatever it says.</summary>
    internal static ClaimsPrincipal Normalize(ClaimsPrincipal user, bool isService)
    {
        var identity = new ClaimsIdentity(user.Identity?.AuthenticationType ?? "Bearer", EmployeeId, Role);
        if (isService)
        {
            if (user.FindFirstValue(Service) is { Length: > 0 } service) identity.AddClaim(new(Service, service));
        }
        else
        {
            var caller = Read(new ClaimsPrincipal(new ClaimsIdentity(user.Claims.Where(c => c.Type != Service))));
            if (caller.EmployeeId is { } id)
                identity.AddClaim(new(EmployeeId, id.ToString(CultureInfo.InvariantCulture)));
            identity.AddClaim(new(Role, caller.Role.ToString().ToUpperInvariant()));
        }
        return new(identity);
    }

    // By name only: Enum.TryParse would also take numbers.
    private static Role ParseRole(string name) => name.ToUpperInvariant() switch
    {
        "HR" => Auth.Role.Hr,
        "MANAGER" => Auth.Role.Manager,
        _ => Auth.Role.Staff,
    };
}
