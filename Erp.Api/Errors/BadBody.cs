using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Erp.Api.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.Api.Errors;

/// <summary>Finds what a refused JSON body breaks: JSON itself, or the contract of the type it was to become.</summary>
internal static class BadBody
{
    // To tell a body that is nested too deeply from one that is broken.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static ProblemException Malformed() =>
        Problems.Invalid(ErrorCodes.MalformedJson, "The body is not well-formed JSON.");

    /// <param name="refused">Of a converter of ours it says itself what is wrong; of others it is only known
    /// where.</param>
    /// <param name="type">What the body was to become.</param>
    /// <param name="context">Its request body is buffered.</param>
    public static async Task<ProblemException> DescribeAsync(JsonException refused, Type? type, HttpContext context)
    {
        if (refused is RefusedValueException { Code: var code })
            return Problems.Invalid(code, At(refused.Message, refused));
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = await ReadAsync(context.Request, context.RequestAborted);
        if (!IsWellFormed(body.Span)) return Malformed();
        try
        {
            // Never deeper than the contract allows: of each level a document looks for its beginning.
            using var document = JsonDocument.Parse(body, new() { MaxDepth = options.MaxDepth });
            return (type is null ? null : Check(document.RootElement, options.GetTypeInfo(type)))
                ?? Problems.Invalid(
                    ErrorCodes.WrongType, At("A value has the wrong type or is out of range", refused));
        }
        catch (JsonException)
        {
            return Problems.Invalid(ErrorCodes.TooDeep, "The body is nested too deeply.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.Body.Position = 0;
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, cancellationToken);
        ReadOnlyMemory<byte> body = copy.ToArray();
        return body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, AnyDepth);
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ProblemException? Check(JsonElement value, JsonTypeInfo contract) =>
        (contract.Kind, value.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => CheckObject(value, contract),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => value.EnumerateArray()
                .Select(item => Check(item, contract.Options.GetTypeInfo(contract.ElementType!)))
                .FirstOrDefault(problem => problem is not null),
            _ => null,
        };

    private static ProblemException? CheckObject(JsonElement value, JsonTypeInfo contract)
    {
        var seen = new HashSet<JsonPropertyInfo>();
        var names = contract.Options.PropertyNameCaseInsensitive
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal;
        foreach (var field in value.EnumerateObject())
        {
            if (contract.Properties.FirstOrDefault(p => names.Equals(p.Name, field.Name)) is not { } property)
                return Problems.Invalid(ErrorCodes.UnknownField, $"The field '{field.Name}' is not known.");
            if (!seen.Add(property))
                return Problems.Invalid(ErrorCodes.DuplicateField, $"The field '{property.Name}' is there twice.");
            if (field.Value.ValueKind == JsonValueKind.Null && IsNeverNull(property))
                return Problems.Invalid(ErrorCodes.MissingField, $"The field '{property.Name}' must not be null.");
            if (Check(field.Value, contract.Options.GetTypeInfo(property.PropertyType)) is { } problem)
                return problem;
        }
        var missing = contract.Properties.Where(p => IsRequired(p) && !seen.Contains(p)).Select(p => p.Name).ToList();
        return missing.Count == 0
            ? null
            : Problems.Invalid(ErrorCodes.MissingField, $"Required and missing: {string.Join(", ", missing)}.");
    }

    private static bool IsNeverNull(JsonPropertyInfo property) =>
        !property.PropertyType.IsValueType && !(property.AssociatedParameter?.IsNullable ?? property.IsSetNullable);

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static string At(string sentence, JsonException refused) =>
        refused.Path is { Length: > 1 } path ? $"{sentence}, at {path}." : sentence + ".";
}
