using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Api.Json;

/// <summary>Times are UTC, in milliseconds as every store keeps them, and say so with <c>Z</c>; what comes in with
/// another offset is the same moment. Without one it would be a moment of this machine's choosing, so it is
/// refused.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value)
        && reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified
            ? value.ToUniversalTime()
            : throw new RefusedValueException(RefusedValueException.WrongType, "A time must be UTC ISO-8601 with Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
