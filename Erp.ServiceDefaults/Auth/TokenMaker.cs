using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Makes the tokens of this system: employees' (local only) and services'. Tools that call its services have
/// this file, too.</summary>
public static class TokenMaker
{
    /// <summary>Issuer of local employees' tokens.</summary>
    public const string UserIssuer = "erp-local";

    /// <summary>Issuer of services' tokens.</summary>
    public const string ServiceIssuer = "erp-services";

    /// <summary>Audience of both.</summary>
    public const string Audience = "erp";

    /// <summary>An employee's token; eight hours when no lifetime is given.</summary>
    public static string ForEmployee(string signingKey, long employeeId, Role role, TimeSpan? lifetime = null) =>
        Make(signingKey, UserIssuer, lifetime ?? TimeSpan.FromHours(8),
            new Claim(
                ErpClaims.EmployeeId, employeeId.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
            new Claim(ErpClaims.Role, role.ToString().ToUpperInvariant()),
            new Claim(JwtRegisteredClaimNames.Sub, $"employee-{employeeId}"));

    /// <summary>A service's token; ten minutes when no lifetime is given.</summary>
    public static string ForService(string serviceKey, string service, TimeSpan? lifetime = null) =>
        Make(serviceKey, ServiceIssuer, lifetime ?? TimeSpan.FromMinutes(10),
            new Claim(ErpClaims.Service, service), new Claim(JwtRegisteredClaimNames.Sub, service));

    private static string Make(string key, string issuer, TimeSpan lifetime, params Claim[] claims)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = Audience,
                IssuedAt = now,
                // A token that is expired from the start is a wish of tests.
                NotBefore = lifetime > TimeSpan.Zero ? now : now + 2 * lifetime,
                Expires = now + lifetime,
                Subject = new ClaimsIdentity(claims),
                SigningCredentials = new(
                    new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)),
                    SecurityAlgorithms.HmacSha256),
            });
    }
}
