using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Api.Json;

/// <summary>Enums by <see cref="EnumNames"/> and nothing else: the converter of the framework also takes numbers in
/// strings, lists of names and any case.</summary>
public sealed class EnumConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && EnumNames.TryParse<T>(reader.GetString(), out var value)
                ? value
                : throw new RefusedValueException(
                    RefusedValueException.WrongType,
                    $"A value must be one of {string.Join(", ", EnumNames.All(typeof(T)))}");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name());
    }
}
