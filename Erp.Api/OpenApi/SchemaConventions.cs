using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Erp.Api.Json;
using Erp.Api.Validation;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Erp.Api.OpenApi;

/// <summary>Says of strings, times, enums and ids what our own converters hide from the generator, and of a record's
/// fields the limits that stand at its constructor's parameters, where the generator does not look.</summary>
internal sealed class SchemaConventions : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Of a body this is the whole body, whichever field is asked about.
        var parameter = context.ParameterDescription is { ParameterDescriptor: IParameterInfoParameterDescriptor found }
            && context.ParameterDescription.Source != BindingSource.Body ? found.ParameterInfo : null;
        var declared = parameter?.ParameterType ?? context.JsonTypeInfo.Type;
        Describe(schema, Nullable.GetUnderlyingType(declared) ?? declared, context);
        var property = context.JsonPropertyInfo;
        foreach (var limit in Limits(parameter)
                .Concat(Limits(property?.AssociatedParameter?.AttributeProvider))
                .Concat(Limits(property?.AttributeProvider)))
            Apply(schema, limit);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, Type type, OpenApiSchemaTransformerContext context)
    {
        var isNull = schema.Type & JsonSchemaType.Null ?? 0;
        if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | isNull;
            if (context.JsonPropertyInfo is { IsGetNullable: true }) schema.Type |= JsonSchemaType.Null;
        }
        if (context.JsonTypeInfo.ElementType == typeof(string))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        // Of an optional value the type inside is its element as well.
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { IsEnum: true } element })
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = NamesOf(element) };
        if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            if (context.JsonTypeInfo.Type != type) schema.Type |= JsonSchemaType.Null;
        }
        // Days of leave are decimals on the way too: a client must not take them for binary floats.
        if (type == typeof(decimal)) schema.Format = "decimal";
        // Every 64-bit integer here is an id.
        if (type == typeof(long)) Apply(schema, new IdAttribute());
        if ((type.IsEnum ? type : Named.EnumOf(type)) is not { } names) return;
        (schema.Type, schema.Properties) = (JsonSchemaType.String | isNull, null);
        schema.AdditionalPropertiesAllowed = true;
        schema.Enum = NamesOf(names);
    }

    private static List<JsonNode> NamesOf(Type names) => [.. EnumNames.All(names).Select(n => (JsonNode)n)];

    private static IEnumerable<ValidationAttribute> Limits(ICustomAttributeProvider? declaration) =>
        declaration?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>() ?? [];

    private static void Apply(OpenApiSchema schema, ValidationAttribute limit)
    {
        switch (limit)
        {
            case StringLengthAttribute text:
                (schema.MinLength, schema.MaxLength) = (text.MinimumLength, text.MaximumLength);
                if (text is EmailAttribute) schema.Format = "email";
                break;
            case LengthAttribute items:
                (schema.MinItems, schema.MaxItems) = (items.MinimumLength, items.MaximumLength);
                break;
            case RangeAttribute range:
                (schema.Minimum, schema.Maximum) = (Number(range.Minimum), Number(range.Maximum));
                if (range is DaysAttribute) schema.MultipleOf = DaysAttribute.Step;
                break;
            case RegularExpressionAttribute form:
                schema.Pattern = form.Pattern;
                break;
        }
    }

    private static string? Number(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture);
}
