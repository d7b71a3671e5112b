using Erp.Api.OpenApi;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Health;
using Erp.ServiceDefaults.Http;
using Erp.ServiceDefaults.Limits;
using Erp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace Erp.ServiceDefaults;

/// <summary>What every service of the ERP has, in two calls: telemetry, health, problem details, authentication,
/// rate limits, OpenAPI, strict JSON. A program that is no API takes the first two of these only.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers what every service has. Call first, before the service's own registrations.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddProgramDefaults();
        builder.AddErrors();
        builder.AddAuth();
        builder.AddLimits();
        builder.AddOpenApiDocument();
        return builder;
    }

    /// <summary>Registers what every program has, an API or not: errors at the start in one line, telemetry, health and
    /// the drain at the end. Call first.</summary>
    public static WebApplicationBuilder AddProgramDefaults(this WebApplicationBuilder builder)
    {
        StartErrors.ShowAsOneLine();
        builder.AddTelemetry();
        builder.AddHealth();
        return builder;
    }

    /// <summary>The metrics' port, and the probes <c>/alive</c>, <c>/started</c>, <c>/health</c> and
    /// <c>/actuator/health</c>. Call before all other middleware.</summary>
    public static WebApplication UseProgramDefaults(this WebApplication app)
    {
        app.UseTelemetry();
        app.MapHealth();
        return app;
    }

    /// <summary>Adds the middleware in its right order and the endpoints that every service has: <c>/alive</c>,
    /// <c>/health</c>, <c>/started</c>, <c>/actuator/health</c>, <c>/openapi/v1.json</c> and the browsable page at
    /// <c>/docs</c>.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseProgramDefaults();
        app.UseSecurityHeaders();
        app.UseErrors();
        app.UseBodyLimit();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapOpenApiDocument();
        return app;
    }
}
