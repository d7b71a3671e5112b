using System.Globalization;
using System.Security.Claims;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Claim names. Tokens of our own use the short names, Amazon Cognito's carry custom attributes.</summary>
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
            NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return new(id, Enum.TryParse<Role>(user.FindFirstValue(Role) ?? user.FindFirstValue("custom:role"), ignoreCase: true, out var role)
            ? role : Auth.Role.Staff, null);
    }
}
