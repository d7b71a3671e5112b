using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Security.Claims;
using System.Text;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Erp.ServiceDefaults.Tests;

public sealed class AuthTests : IAsyncLifetime
{
    private const string AnotherKey = "another-key-that-is-also-long-enough-0123456789";
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync(app =>
    {
        app.MapGet("/who", (Caller caller) => caller);
        app.MapGet("/ws/who", (Caller caller) => caller);
        string[] policies =
            [Policies.Employee, Policies.Hr, Policies.ManagerOrHr, Policies.Service, Policies.ServiceOrHr];
        foreach (var policy in policies)
            app.MapGet("/" + policy, () => "in").RequireAuthorization(policy);
        app.MapGet("/self/{id}", (long id, Caller caller) => { caller.MustBe(id); return "in"; });
    });

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("/who")]
    [InlineData("/hr")]
    [InlineData("/nowhere")]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    public async Task Without_a_token_it_is_401(string path)
    {
        var answer = await _service.Http.GetAsync(path);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    public static TheoryData<string, string, int> Table => new()
    {
        { "staff", "/who", 200 }, { "staff", "/employee", 200 }, { "staff", "/hr", 403 },
        { "staff", "/manager-or-hr", 403 },
        { "staff", "/service", 403 }, { "staff", "/service-or-hr", 403 }, { "staff", "/self/1", 200 },
        { "staff", "/self/2", 403 },
        { "manager", "/hr", 403 }, { "manager", "/manager-or-hr", 200 }, { "manager", "/service-or-hr", 403 },
        { "hr", "/hr", 200 }, { "hr", "/manager-or-hr", 200 }, { "hr", "/service-or-hr", 200 },
        { "hr", "/service", 403 },
        { "service", "/who", 200 }, { "service", "/employee", 403 }, { "service", "/hr", 403 },
        { "service", "/manager-or-hr", 403 },
        { "service", "/service", 200 }, { "service", "/service-or-hr", 200 }, { "service", "/self/1", 403 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_policy_lets_in_whom_it_names(string who, string path, int status)
    {
        using var http = who switch
        {
            "service" => _service.AsService(),
            _ => _service.As(1, Enum.Parse<Role>(who, ignoreCase: true)),
        };
        var answer = await http.GetAsync(path);
        if (status == 403) await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        else Assert.Equal(status, (int)answer.StatusCode);
    }

    public static TheoryData<string, string> BadTokens => new()
    {
        { "expired", TokenMaker.ForEmployee(TestService.Key, 1, Role.Hr, TimeSpan.FromMinutes(-5)) },
        { "another key", TokenMaker.ForEmployee(AnotherKey, 1, Role.Hr) },
        { "service issuer with another key", TokenMaker.ForService(AnotherKey, "x") },
        { "no token at all", "nonsense" },
        { "three empty parts", ".." },
        { "unsigned", Unsigned() },
        { "another issuer", Make("somebody", TokenMaker.Audience, SecurityAlgorithms.HmacSha256) },
        { "another audience", Make(TokenMaker.UserIssuer, "somebody", SecurityAlgorithms.HmacSha256) },
        { "another algorithm", Make(TokenMaker.UserIssuer, TokenMaker.Audience, SecurityAlgorithms.HmacSha512) },
        { "much too long", new string('x', 10_000) },
    };

    private static string Unsigned() => new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(
        TokenMaker.UserIssuer, TokenMaker.Audience, [new(ErpClaims.EmployeeId, "1")],
        expires: DateTime.UtcNow.AddHours(1)));

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_is_401(string what, string token)
    {
        using var http = _service.With(token);
        var answer = await http.GetAsync("/who");
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, what);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task An_employee_cannot_pass_for_a_service_by_a_claim()
    {
        using var http = _service.With(Make(
            TokenMaker.UserIssuer, TokenMaker.Audience, SecurityAlgorithms.HmacSha256,
            new Claim(ErpClaims.Service, "x")));
        await (await http.GetAsync("/service")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("")]
    public async Task A_token_that_names_nobody_is_403(string id)
    {
        using var http = _service.With(Make(
            TokenMaker.UserIssuer, TokenMaker.Audience, SecurityAlgorithms.HmacSha256,
            new Claim(ErpClaims.EmployeeId, id)));
        await (await http.GetAsync("/who")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Sockets_take_the_token_from_the_query_and_nothing_else_does()
    {
        var token = TokenMaker.ForEmployee(TestService.Key, 3, Role.Staff);
        Assert.Contains(
            "\"employeeId\":3", await _service.Http.GetStringAsync("/ws/who?access_token=" + token),
            StringComparison.Ordinal);
        await (await _service.Http.GetAsync(
            "/who?access_token=" + token)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var service = TokenMaker.ForService(TestService.Key, "other");
        Assert.Contains(
            "\"service\":\"other\"", await _service.Http.GetStringAsync("/ws/who?access_token=" + service),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_own_token_is_accepted_and_kept_until_it_is_half_run_out()
    {
        var tokens = _service.Services.GetRequiredService<ServiceTokens>();
        Assert.Equal(tokens.Get(), tokens.Get());
        using var http = _service.With(tokens.Get());
        Assert.Contains("\"service\":\"test-service\"", await http.GetStringAsync("/who"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auth:SigningKey", "short", "Auth:SigningKey")]
    [InlineData("Auth:SigningKey", "", "Auth:SigningKey")]
    [InlineData("Auth:ServiceKey", "short", "Auth:ServiceKey")]
    [InlineData("Auth:Authority", "not a url", "Auth:Authority")]
    [InlineData("Auth:Authority", "http://example.com", "Auth:Authority")]
    [InlineData("Auth:Audience", " ", "Auth:Audience")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string named)
    {
        await using var app = TestService.Build(_ => { }, _ => { }, (key, value));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static string Make(string issuer, string audience, string algorithm, params Claim[] more)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestService.Key));
        var claims = more.Any(c => c.Type == ErpClaims.EmployeeId) ? more : [new(ErpClaims.EmployeeId, "1"), .. more];
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(issuer, audience, claims,
            expires: DateTime.UtcNow.AddHours(1), signingCredentials: new(key, algorithm)));
    }
}
