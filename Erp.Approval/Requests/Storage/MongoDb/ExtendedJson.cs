using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>MongoDB extended JSON (v2), so that BSON gets 64-bit integers, exact decimals and dates: written canonical, read relaxed.</summary>
internal static class ExtendedJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new Int64(), new Decimal128(), new Date() },
    };

    private sealed class Int64 : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : long.Parse(Unwrap(ref reader), CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
            Wrap(writer, "$numberLong", value.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class Decimal128 : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? reader.GetDecimal() : decimal.Parse(Unwrap(ref reader), CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            Wrap(writer, "$numberDecimal", value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>BSON dates have milliseconds; the clock of the service is cut to them before anything is stored.</summary>
    private sealed class Date : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            reader.Read();
            var value = reader.TokenType == JsonTokenType.String
                ? reader.GetDateTimeOffset()
                : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Unwrap(ref reader), CultureInfo.InvariantCulture));
            reader.Read();
            return value;
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("$date");
            Wrap(writer, "$numberLong", value.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }
    }

    /// <summary><c>{"$numberLong":"5"}</c> → <c>5</c>, leaving the reader on the closing brace.</summary>
    private static string Unwrap(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
        var value = reader.GetString()!;
        reader.Read();
        return value;
    }

    private static void Wrap(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(type, value);
        writer.WriteEndObject();
    }
}
