using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.ServiceDefaults.Http;

/// <summary>Strings without U+0000, which databases and other programs treat in surprising ways.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public const string Refusal = "A string must not contain U+0000.";

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        var text = reader.GetString();
        return text is not null && text.Contains('\0') ? throw new JsonException(Refusal) : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
