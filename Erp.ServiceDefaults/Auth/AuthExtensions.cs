using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Bearer tokens of employees and services, the policies, and "signed in" as the rule where nothing else is
/// said.</summary>
internal static class AuthExtensions
{
    private const string EitherScheme = "erp";

    public static void AddAuth(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddAuthOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceTokens>();
        services.AddSingleton(p => new StaleTokens(
            p.GetRequiredService<IMeterFactory>(), p.GetService<ICallerStanding>()));

        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = SchemeOf)
            .AddJwtBearer(JwtSetup.UserScheme)
            .AddJwtBearer(JwtSetup.ServiceScheme);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, JwtSetup>();

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(Known(c => true))
            .SetDefaultPolicy(Known(c => true))
            .AddPolicy(Policies.Employee, Known(c => c.EmployeeId is not null))
            .AddPolicy(Policies.Hr, Known(c => c.IsHr))
            .AddPolicy(Policies.ManagerOrHr, Known(c => c.IsManagerOrHr))
            .AddPolicy(Policies.Service, Known(c => c.IsService))
            .AddPolicy(Policies.ServiceOrHr, Known(c => c.IsService || c.IsHr));
    }

    private static string SchemeOf(HttpContext context) =>
        BearerToken.ClaimedIssuer(context.Request) == TokenMaker.ServiceIssuer
            ? JwtSetup.ServiceScheme
            : JwtSetup.UserScheme;

    // A valid token that names neither an employee nor a service is nobody here: 403, not 401.
    private static AuthorizationPolicy Known(Func<Caller, bool> rule) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
            .RequireAssertion(
                c =>
                    Caller.From(c.User) is { } caller
                        && (caller.IsService || caller.EmployeeId is not null)
                        && rule(caller))
            .Build();
}
