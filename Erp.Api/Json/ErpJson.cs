using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Erp.Api.Json;

/// <summary>The JSON of every body and message: camelCase, enums by <see cref="EnumNames"/>, numbers only as numbers,
/// at most 16 levels. Bodies must have no field that is not known; messages may, so that sender and receiver can be
/// upgraded one after the other.</summary>
public static class ErpJson
{
    /// <summary>For bodies: strict. Shared, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For messages between services: as <see cref="Options"/>, but unknown fields are skipped. Shared,
    /// read-only.</summary>
    public static JsonSerializerOptions MessageOptions { get; } = Create(JsonUnmappedMemberHandling.Skip);

    /// <summary>Applies the conventions to options that somebody else owns (ASP.NET Core's).</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;
        // Names in any script stay readable; what is dangerous in HTML is escaped all the same.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new EnumConverter());
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new UtcTimeConverter());
    }

    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.UnmappedMemberHandling = unknown;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
