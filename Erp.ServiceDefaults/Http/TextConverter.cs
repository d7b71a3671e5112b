using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.ServiceDefaults.Http;

/// <summary>Strings that are valid Unicode and have no U+0000, which databases and other programs treat in surprising
/// ways.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public const string Refusal = "A string must be valid Unicode without U+0000.";

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        string? text;
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(Refusal, e);
        }
        return text is not null && text.Contains('\0') ? throw new JsonException(Refusal) : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
