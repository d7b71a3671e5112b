using System.Text.Json;
using Erp.Employee.Validation;
using Erp.ServiceDefaults.Http;
using Erp.ServiceDefaults.OpenApi;

namespace Erp.Employee.Http;

/// <summary>What every resource of this service declares once.</summary>
internal static class ResourceGroup
{
    /// <summary>A route group whose endpoints need a token and validate their bodies.</summary>
    public static RouteGroupBuilder MapResource(this IEndpointRouteBuilder routes, string prefix, string tag) =>
        routes.MapGroup(prefix)
        .WithTags(tag)
        .RequireAuthorization()
        .AddEndpointFilter<ValidationFilter>()
        .Refuses(400, 401, 403, 503);

    /// <summary>Shows this body in the OpenAPI document.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, object body) =>
        endpoint.WithBodyExample(JsonSerializer.Serialize(body, body.GetType(), ErpJson.Options));

    /// <summary>Documents problem answers.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(
                status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        return builder;
    }
}
