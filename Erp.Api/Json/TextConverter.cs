using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Api.Json;

/// <summary>Strings that are valid Unicode and have no U+0000, which databases and other programs treat in surprising
/// ways.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new RefusedValueException(RefusedValueException.WrongType, "A value must be text");
        try
        {
            var text = reader.GetString()!;
            return text.Contains('\0') ? throw Refusal() : text;
        }
        catch (InvalidOperationException e)
        {
            throw Refusal(e);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static RefusedValueException Refusal(InvalidOperationException? inner = null) =>
        new(RefusedValueException.InvalidText, "Text must be valid Unicode without U+0000", inner);
}
