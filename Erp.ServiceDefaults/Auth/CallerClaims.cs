using System.Globalization;
using System.Security.Claims;
using Erp.Api.Json;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Reads who calls. Tokens of our own have <see cref="ErpClaims"/>, Amazon Cognito's carry custom attributes
/// and groups.</summary>
internal static class CallerClaims
{
    public static Caller Read(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ErpClaims.Service) is { Length: > 0 } service) return new(null, Role.Staff, service);
        long? id = long.TryParse(
            user.FindFirstValue(ErpClaims.EmployeeId) ?? user.FindFirstValue("custom:employeeId"),
            NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;
        var names = user.FindAll(ErpClaims.Role)
            .Concat(user.FindAll("custom:role"))
            .Concat(user.FindAll("cognito:groups"))
            .Select(c => c.Value);
        return new(id, names.Select(ParseRole).DefaultIfEmpty(Role.Staff).Max(), null);
    }

    /// <summary>A principal with nothing but what this system understands. An employee's token never makes a service,
    /// whatever it says.</summary>
    public static ClaimsPrincipal Normalize(ClaimsPrincipal user, bool isService)
    {
        var scheme = user.Identity?.AuthenticationType;
        if (isService)
            return Principal(scheme, user.FindFirstValue(ErpClaims.Service) is { Length: > 0 } service
                ? [new(ErpClaims.Service, service)]
                : []);
        var employee = user.Claims.Where(c => c.Type != ErpClaims.Service);
        var caller = Read(new ClaimsPrincipal(new ClaimsIdentity(employee)));
        return Principal(scheme, caller.EmployeeId, caller.Role);
    }

    /// <summary>An employee, or nobody with a role.</summary>
    public static ClaimsPrincipal Principal(string? scheme, long? employeeId, Role role)
    {
        var claims = new List<Claim> { new(ErpClaims.Role, role.Name()) };
        if (employeeId is { } id) claims.Add(new(ErpClaims.EmployeeId, id.ToString(CultureInfo.InvariantCulture)));
        return Principal(scheme, claims);
    }

    private static ClaimsPrincipal Principal(string? scheme, IEnumerable<Claim> claims) =>
        new(new ClaimsIdentity(claims, scheme ?? "Bearer", ErpClaims.EmployeeId, ErpClaims.Role));

    private static Role ParseRole(string name) =>
        EnumNames.TryParse<Role>(name.ToUpperInvariant(), out var role) ? role : Role.Staff;
}
