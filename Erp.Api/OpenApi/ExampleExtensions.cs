using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.Api.Json;
using Microsoft.AspNetCore.Builder;

namespace Erp.Api.OpenApi;

/// <summary>Examples in the OpenAPI document, as the bodies that they are.</summary>
public static class ExampleExtensions
{
    /// <summary>Shows this as the request body.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, object body) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? []) content.Example = Json(body);
            return Task.CompletedTask;
        });

    /// <summary>Shows this as the answer with this status.</summary>
    public static RouteHandlerBuilder WithAnswerExample(this RouteHandlerBuilder endpoint, int status, object answer) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var content in operation.Responses?[$"{status}"].Content?.Values ?? [])
                content.Example = Json(answer);
            return Task.CompletedTask;
        });

    private static JsonNode? Json(object value) =>
        JsonSerializer.SerializeToNode(value, value.GetType(), ErpJson.Options);
}
