using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Erp.TestSupport;

/// <summary>Makes the tokens that the services accept locally, and others that they must not. Written without the
/// services' own code, so that a mistake there cannot hide here.</summary>
public static class Tokens
{
    private const string AnotherKey = "some-other-key-of-a-sufficient-length-0123456789";

    /// <summary>For <c>Auth:SigningKey</c>; users' tokens.</summary>
    public const string SigningKey = "test-only-signing-key-of-users-0123456789abcdef";

    /// <summary>For <c>Auth:ServiceKey</c>; services' tokens.</summary>
    public const string ServiceKey = "test-only-signing-key-of-services-0123456789ab";

    /// <summary>An employee's token.</summary>
    /// <param name="role"><c>STAFF</c>, <c>MANAGER</c> or <c>HR</c>.</param>
    public static string User(long employeeId, string role = "STAFF", TimeSpan? lifetime = null) =>
        Make(UserClaims(employeeId, role, lifetime), SigningKey);

    /// <summary>A service's token.</summary>
    public static string Service(string name = "approval-request-service") =>
        Make(ServiceClaims(name), ServiceKey);

    /// <summary>A token with any claims and any key.</summary>
    public static string Make(object claims, string key, string algorithm = "HS256")
    {
        var signed = Encode(JsonSerializer.SerializeToUtf8Bytes(
            new { alg = algorithm, typ = "JWT" })) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        var secret = Encoding.UTF8.GetBytes(key);
        var signature = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)),
            "HS512" => HMACSHA512.HashData(secret, Encoding.ASCII.GetBytes(signed)),
            _ => [],
        };
        return signed + "." + Encode(signature);
    }

    /// <summary>Tokens that must be answered with 401, by what is wrong with them.</summary>
    public static TheoryData<string, string> Hostile()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        const string aud = "erp", employeeId = "1", role = "HR";
        var exp = now + 600;
        var good = User(1, role);
        var parts = good.Split('.');
        var other = Make(UserClaims(2, "HR", null), SigningKey).Split('.');
        return new()
        {
            { "no token at all", "" },
            { "not a token", "hello" },
            { "unsigned (alg none)", Make(UserClaims(1, "HR", null), "", "none") },
            { "signed with another key", Make(UserClaims(1, "HR", null), AnotherKey) },
            { "signed with an empty key", Make(UserClaims(1, "HR", null), "") },
            { "content swapped under the signature", $"{parts[0]}.{other[1]}.{parts[2]}" },
            { "signature cut off", $"{parts[0]}.{parts[1]}." },
            { "expired", User(1, "HR", TimeSpan.FromHours(-1)) },
            {
                "not valid yet",
                Make(new { iss = "erp-local", aud, nbf = now + 3600, exp = now + 7200, employeeId, role }, SigningKey)
            },
            { "without an expiry", Make(new { iss = "erp-local", aud, employeeId, role }, SigningKey) },
            { "another issuer", Make(new { iss = "somebody", aud, exp, employeeId, role }, SigningKey) },
            {
                "another audience",
                Make(new { iss = "erp-local", aud = "shop", exp, employeeId, role }, SigningKey)
            },
            {
                "a user who says to be a service",
                Make(new { iss = "erp-services", aud, exp, service = "approval-request-service" }, SigningKey)
            },
        };
    }

    private static object UserClaims(long employeeId, string role, TimeSpan? lifetime) => new
    {
        iss = "erp-local",
        aud = "erp",
        sub = $"employee-{employeeId}",
        iat = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeSeconds(),
        exp = (DateTimeOffset.UtcNow + (lifetime ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        employeeId = employeeId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        role,
    };

    private static object ServiceClaims(string name) => new
    {
        iss = "erp-services",
        aud = "erp",
        sub = name,
        exp = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
        service = name,
    };

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
