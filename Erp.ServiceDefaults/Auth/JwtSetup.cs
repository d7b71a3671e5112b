using System.Security.Claims;
using Erp.Api.Errors;
using Erp.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Erp.ServiceDefaults.Auth;

/// <summary>How the two kinds of tokens are checked. Each scheme accepts one issuer, its own keys and its own
/// algorithms; an employee's is then held against what the employee is now.</summary>
internal sealed class JwtSetup(
    IOptions<AuthOptions> options, StaleTokens stale) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string UserScheme = "employee-token";
    public const string ServiceScheme = "service-token";

    public void Configure(JwtBearerOptions options) => Configure(UserScheme, options);

    public void Configure(string? name, JwtBearerOptions jwt)
    {
        var auth = options.Value;
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        if (name == ServiceScheme) OwnKey(jwt, TokenMaker.ServiceIssuer, auth.ServiceKeyBytes);
        else if (auth.UsesAuthority) Authority(jwt, auth);
        else OwnKey(jwt, TokenMaker.UserIssuer, auth.UserKeyBytes);

        jwt.Events = new()
        {
            OnMessageReceived = context =>
            {
                context.Token = BearerToken.Of(context.Request);
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                var caller = CallerClaims.Normalize(context.Principal!, name == ServiceScheme);
                try
                {
                    context.Principal = stale.Refresh(caller);
                }
                catch (EmployeeInactiveException e)
                {
                    context.Fail(e);
                }
                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                if (context.AuthenticateFailure is not EmployeeInactiveException inactive) return Task.CompletedTask;
                context.HandleResponse();
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                return ProblemWriter.WriteAsync(
                    context.HttpContext, new(401, ErrorCodes.EmployeeInactive, inactive.Message));
            },
        };
    }

    private static void OwnKey(JwtBearerOptions jwt, string issuer, byte[] key)
    {
        jwt.TokenValidationParameters.ValidIssuer = issuer;
        jwt.TokenValidationParameters.ValidAudience = TokenMaker.Audience;
        jwt.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(key);
        jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
    }

    private static void Authority(JwtBearerOptions jwt, AuthOptions auth)
    {
        jwt.Authority = auth.Authority;
        jwt.RequireHttpsMetadata = !new Uri(auth.Authority).IsLoopback;
        jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];
        jwt.TokenValidationParameters.AudienceValidator = (audiences, token, _) =>
            IsForUs(audiences, token, auth.Audience);
    }

    // Cognito's access tokens have no audience; they name the app client in client_id instead.
    private static bool IsForUs(IEnumerable<string> audiences, SecurityToken token, string wanted)
    {
        var named = audiences.Where(a => a.Length > 0).ToList();
        if (named.Count > 0) return named.Contains(wanted);
        return token is JsonWebToken jwt && jwt.TryGetClaim("client_id", out Claim? client) && client.Value == wanted;
    }
}
