using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Strict JSON, and problem details for everything that goes wrong.</summary>
internal static class ErrorExtensions
{
    public static void AddErrors(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<JsonOptions>(o => ErpJson.Apply(o.SerializerOptions));
        // Refusals of ASP.NET Core's own come to us as exceptions in every environment, so that they get a code.
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemDetailsWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<TransientFaults>();
        builder.Services.AddExceptionHandler<ExceptionToProblem>();
    }

    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(c => ProblemWriter.WriteAsync(c.HttpContext, c.HttpContext.Response.StatusCode,
            ErrorCodes.ForStatus(c.HttpContext.Response.StatusCode), Detail(c.HttpContext)));
        app.Use(RefuseNulInUrl);
        app.Use(KeepBody);
    }

    // A body that is refused is read again, to say why. In memory: the disk of a container may be read-only.
    private static Task KeepBody(HttpContext context, RequestDelegate next)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            context.Request.EnableBuffering(bufferThreshold: (int)limits.MaxBodyBytes + 1);
        return next(context);
    }

    private static Task RefuseNulInUrl(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            || request.Path.Value?.Contains('\0') == true)
            throw Problems.Invalid(ErrorCodes.InvalidText, "The URL must not contain U+0000.");
        return next(context);
    }

    private static string? Detail(HttpContext context) => context.Response.StatusCode switch
    {
        401 => "A valid bearer token is required.",
        403 => "You may not do this.",
        404 => "There is nothing at this address.",
        405 => $"{context.Request.Method} is not possible here; see the Allow header.",
        413 => "The body is larger than this service accepts.",
        415 => "The body must be application/json.",
        429 => "Too many requests; see the Retry-After header.",
        _ => null,
    };
}
