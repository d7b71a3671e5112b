using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using System.Net.Mime;

namespace Erp.Api.OpenApi;

/// <summary>What holds for every operation: a token, the errors that anybody can get, and the media type of
/// errors.</summary>
internal sealed class OperationConventions : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document;
        operation.Responses ??= [];
        foreach (var status in Everywhere(operation))
            if (!operation.Responses.ContainsKey(status))
                operation.Responses[status] = new OpenApiResponse
                {
                    Description = ReasonPhrases.GetReasonPhrase(int.Parse(status)),
                };
        var responses = operation.Responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, response) in responses)
        {
            operation.Responses[status] = response;
            if (status[0] is '4' or '5' && response is OpenApiResponse own)
                own.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [MediaTypeNames.Application.ProblemJson] = new()
                    {
                        Schema = new OpenApiSchemaReference(DocumentConventions.Problem, document),
                    },
                };
        }

        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security =
                [new() { [new OpenApiSecuritySchemeReference(DocumentConventions.Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Everywhere(OpenApiOperation operation)
    {
        yield return "400";
        yield return "401";
        yield return "403";
        if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path) == true) yield return "404";
        if (operation.RequestBody is not null)
        {
            yield return "413";
            yield return "415";
        }
        yield return "429";
        yield return "503";
    }
}
