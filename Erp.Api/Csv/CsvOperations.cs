using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Erp.Api.Csv;

/// <summary>Says of lists that they answer CSV as well.</summary>
internal sealed class CsvOperations : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var handler = metadata.OfType<MethodInfo>().FirstOrDefault();
        if (!metadata.OfType<CsvLists>().Any() || handler is null || CsvExtensions.PageParameter(handler) < 0)
            return Task.CompletedTask;
        operation.Responses ??= [];
        operation.Responses["406"] = new OpenApiResponse { Description = "Not Acceptable" };
        if (operation.Responses.GetValueOrDefault("200") is not OpenApiResponse { Content: { } content })
            return Task.CompletedTask;
        content[CsvNegotiation.MediaType] = new()
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "All rows, whatever limit and after say, below a line of names; UTF-8 with a byte order "
                    + "mark. Text that a spreadsheet would take for a formula begins with an apostrophe.",
            },
        };
        return Task.CompletedTask;
    }
}
