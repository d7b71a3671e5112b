using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Erp.ServiceDefaults.Tests;

/// <summary>Tokens of an OIDC authority, in the shape of Amazon Cognito's.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Client = "client-1";
    private readonly RSA _rsa = RSA.Create(2048);
    private WebApplication _authority = null!;
    private TestService _service = null!;

    private string Issuer => _authority.Urls.First();

    private RsaSecurityKey Key => new(_rsa) { KeyId = "key-1" };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _authority = builder.Build();
        _authority.Urls.Add("http://127.0.0.1:0");
        _authority.MapGet(
            "/.well-known/openid-configuration",
            () => Results.Json(new { issuer = Issuer, jwks_uri = Issuer + "/jwks.json" }));
        _authority.MapGet("/jwks.json", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
                new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "key-1" });
            return Results.Json(
                new
                {
                    keys = new[]
                    {
                        new { kty = key.Kty, kid = key.Kid, use = "sig", alg = "RS256", n = key.N, e = key.E },
                    },
                });
        });
        await _authority.StartAsync();
        _service = await TestService.StartAsync(app => app.MapGet("/who", (Caller caller) => caller),
            ("Auth:Authority", Issuer), ("Auth:Audience", Client), ("Auth:SigningKey", ""),
            ("Auth:ServiceKey", TestService.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _authority.StopAsync();
        await _authority.DisposeAsync();
        _rsa.Dispose();
    }

    [Fact]
    public async Task An_id_token_names_the_employee_by_custom_attributes() =>
        Assert.Contains(
            "\"employeeId\":7,\"role\":\"MANAGER\",\"service\":null",
            await Who(Token(Client, new("custom:employeeId", "7"), new("custom:role", "MANAGER"), new(
                "token_use", "id"))),
            StringComparison.Ordinal);

    [Fact]
    public async Task An_access_token_names_the_client_instead_of_an_audience_and_the_role_by_groups() =>
        Assert.Contains(
            "\"employeeId\":8,\"role\":\"HR\"",
            await Who(
                Token(
                    null,
                    new("client_id", Client),
                    new("token_use", "access"),
                    new("custom:employeeId", "8"),
                    new("cognito:groups", "STAFF"),
                    new("cognito:groups", "HR"))),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_service_claim_from_the_authority_makes_no_service() =>
        Assert.Contains(
            "\"employeeId\":9,\"role\":\"STAFF\",\"service\":null",
            await Who(Token(Client, new("custom:employeeId", "9"), new("service", "x"))), StringComparison.Ordinal);

    [Fact]
    public async Task Tokens_of_other_clients_other_keys_and_the_local_kind_are_refused()
    {
        var employee = new Claim("custom:employeeId", "7");
        using var stranger = RSA.Create(2048);
        foreach (var token in new[]
        {
            Token("client-2", employee),
            Token(null, employee),
            Token(null, employee, new("client_id", "client-2")),
            Sign(new RsaSecurityKey(stranger) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256, Client, employee),
            TokenMaker.ForEmployee(TestService.Key, 7, Role.Hr),
        })
        {
            using var http = _service.With(token);
            await (await http.GetAsync("/who")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task Services_have_tokens_of_their_own_beside_the_authority() =>
        Assert.Contains(
            "\"service\":\"other\"", await Who(TokenMaker.ForService(TestService.Key, "other")),
            StringComparison.Ordinal);

    private string Token(string? audience, params Claim[] claims) =>
        Sign(Key, SecurityAlgorithms.RsaSha256, audience, claims);

    private string Sign(SecurityKey key, string algorithm, string? audience, params Claim[] claims) =>
        new JwtSecurityTokenHandler { OutboundClaimTypeMap = new Dictionary<string, string>() }.WriteToken(
            new JwtSecurityToken(
                Issuer, audience, claims, expires: DateTime.UtcNow.AddHours(1),
                signingCredentials: new(key, algorithm)));

    private async Task<string> Who(string token)
    {
        using var http = _service.With(token);
        var answer = await http.GetAsync("/who");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsStringAsync();
    }
}
