using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Erp.ServiceDefaults.OpenApi;

/// <summary>Says of strings, times and enums what our own converters hide from the generator.</summary>
internal sealed class SchemaConventions : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | (schema.Type & JsonSchemaType.Null ?? 0);
            if (context.JsonPropertyInfo is { IsGetNullable: true }) schema.Type |= JsonSchemaType.Null;
        }
        if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            if (context.JsonTypeInfo.Type != type) schema.Type |= JsonSchemaType.Null;
        }
        // Days of leave are decimals on the way too: a client must not take them for binary floats.
        if (type == typeof(decimal)) schema.Format = "decimal";
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | (schema.Type & JsonSchemaType.Null ?? 0);
            schema.Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)NameConverter.NameOf(n))];
        }
        return Task.CompletedTask;
    }
}
