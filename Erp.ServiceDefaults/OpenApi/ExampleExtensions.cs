using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Erp.ServiceDefaults.OpenApi;

/// <summary>Examples in the OpenAPI document.</summary>
public static class ExampleExtensions
{
    /// <summary>Shows this JSON as the example of the request body.</summary>
    public static RouteHandlerBuilder WithBodyExample(this RouteHandlerBuilder endpoint, string json) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                content.Example = JsonNode.Parse(json);
            return Task.CompletedTask;
        });

    /// <summary>Shows this JSON as the example of the answer with this status.</summary>
    public static RouteHandlerBuilder WithAnswerExample(this RouteHandlerBuilder endpoint, int status, string json) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.Responses?.TryGetValue($"{status}", out var response) == true)
                foreach (var content in response.Content?.Values ?? []) content.Example = JsonNode.Parse(json);
            return Task.CompletedTask;
        });
}
