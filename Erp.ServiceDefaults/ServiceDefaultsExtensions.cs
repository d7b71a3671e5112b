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
/// rate limits, OpenAPI, strict JSON.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers what every service has. Call first, before the service's own registrations.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        StartErrors.ShowAsOneLine();
        builder.AddTelemetry();
        builder.AddErrors();
        builder.AddAuth();
        builder.AddLimits();
        builder.AddHealth();
        builder.AddOpenApiDocument();
        return builder;
    }

    /// <summary>Adds the middleware in its right order and the endpoints that every service has: <c>/alive</c>,
    /// <c>/health</c>, <c>/started</c>, <c>/actuator/health</c>, <c>/openapi/v1.json</c> and the browsable page at
    /// <c>/docs</c>.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseTelemetry();
        app.UseSecurityHeaders();
        app.UseErrors();
        app.UseBodyLimit();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApiDocument();
        return app;
    }
}
