using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.ServiceDefaults.Http;

/// <summary>Enums as their UPPER_CASE names and nothing else: the converter of the framework also takes numbers in
/// strings, lists of names and any case.</summary>
internal sealed class NameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    public static string NameOf(string member) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(member);

    private sealed class Of<T> : JsonConverter<T> where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Values =
            Enum.GetValues<T>().ToDictionary(v => NameOf(v.ToString()));
        private static readonly Dictionary<T, string> Names = Values.ToDictionary(p => p.Value, p => p.Key);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Names[value]);

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Names[value]);

        // Without a message the serializer adds its own, with the path.
        private static T Parse(string name) =>
            Values.TryGetValue(name, out var value) ? value : throw new JsonException();
    }
}
