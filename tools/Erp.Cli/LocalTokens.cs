using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Erp.Cli;

/// <summary>Signs tokens with the local application's key, as its services accept them where no OIDC authority is
/// configured.</summary>
internal static class LocalTokens
{
    public static string Employee(string key, long id, string role, TimeSpan lifetime) =>
        Sign(key, "erp-local", new() { ["employeeId"] = id, ["role"] = role, ["sub"] = $"employee-{id}" }, lifetime);

    public static string Service(string key, string name, TimeSpan lifetime) =>
        Sign(key, "erp-services", new() { ["service"] = name, ["sub"] = name }, lifetime);

    private static string Sign(string key, string issuer, Dictionary<string, object> claims, TimeSpan lifetime) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = "erp",
            Claims = claims,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow.AddSeconds(-5),
            Expires = DateTime.UtcNow + lifetime,
            SigningCredentials =
                new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256),
        });
}
