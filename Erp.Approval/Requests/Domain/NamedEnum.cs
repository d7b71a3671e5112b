using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Approval.Requests.Domain;

/// <summary>An enum by its exact name: no numbers, no other case, no lists of names.</summary>
public abstract class NamedEnum<T>(JsonNamingPolicy names) : JsonConverter<T> where T : struct, Enum
{
    private readonly Dictionary<string, T> _values =
        Enum.GetValues<T>().ToDictionary(v => names.ConvertName(v.ToString()));

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && _values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(names.ConvertName(value.ToString()));
}

/// <summary><c>ANNUAL_LEAVE</c></summary>
public sealed class UpperSnakeCase<T>() : NamedEnum<T>(JsonNamingPolicy.SnakeCaseUpper) where T : struct, Enum;

/// <summary><c>in_progress</c></summary>
public sealed class LowerSnakeCase<T>() : NamedEnum<T>(JsonNamingPolicy.SnakeCaseLower) where T : struct, Enum;
