using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Says what is wrong with a request that ASP.NET Core or the JSON reader refused: a stable code and a
/// sentence that names the field, without the type names of the inside.</summary>
internal static partial class BadInput
{
    public static ProblemException Describe(BadHttpRequestException refused) => refused switch
    {
        { StatusCode: 413 } => new(413, ErrorCodes.BodyTooLarge, "The body is larger than this service accepts."),
        { StatusCode: 415 } => new(415, ErrorCodes.UnsupportedMediaType, "The body must be application/json."),
        { StatusCode: >= 400 and < 500 and not 400 } =>
            new(refused.StatusCode, ErrorCodes.ForStatus(refused.StatusCode), "The request cannot be read."),
        { InnerException: JsonException json } => Describe(json),
        { InnerException: InvalidOperationException } => Malformed(),
        _ => Parameter(refused.Message),
    };

    /// <summary>The JSON reader has no error codes, so its (English, invariant) sentences are what there is to tell the
    /// cases apart.</summary>
    public static ProblemException Describe(JsonException refused)
    {
        var message = refused.Message;
        if (message.StartsWith(TextConverter.Refusal, StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.InvalidText, At("Text must be valid Unicode without U+0000", refused));
        if (message.StartsWith(UtcTimeConverter.Refusal, StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.WrongType, At(UtcTimeConverter.Refusal, refused));
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.UnknownField, $"The field '{Quoted(message)}' is not known.");
        if (message.Contains("uplicate propert", StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.DuplicateField, $"The field '{Quoted(message)}' is there twice.");
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return Problems.Invalid(
                ErrorCodes.MissingField,
                "Required and missing: "
                    + $"{string.Join(", ", AllQuoted(message[message.IndexOf(':', StringComparison.Ordinal)..]))}.");
        if (message.Contains("doesn't allow null", StringComparison.Ordinal))
            return Problems.Invalid(
                ErrorCodes.MissingField, $"The field '{CamelCase(Quoted(message))}' must not be null.");
        if (message.Contains("maximum configured depth", StringComparison.Ordinal)
            || message.Contains("max depth", StringComparison.OrdinalIgnoreCase))
            return Problems.Invalid(ErrorCodes.TooDeep, "The body is nested too deeply.");
        return refused.InnerException is null or not JsonException
            && message.Contains("could not be converted", StringComparison.Ordinal)
            ? Problems.Invalid(ErrorCodes.WrongType, At("A value has the wrong type or is out of range", refused))
            : Malformed();
    }

    private static ProblemException Parameter(string message)
    {
        if (message.Contains("no body was provided", StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.MissingBody, "A JSON body is required.");
        if (message.Contains("Required parameter", StringComparison.Ordinal))
            return message.Contains("from body", StringComparison.Ordinal)
                ? Problems.Invalid(ErrorCodes.MissingBody, "A JSON body is required.")
                : Problems.Invalid(ErrorCodes.MissingParameter, $"'{ParameterName(message)}' is required.");
        if (message.Contains("Failed to bind parameter", StringComparison.Ordinal))
            return Problems.Invalid(ErrorCodes.InvalidParameter, $"'{ParameterName(message)}' has the wrong form.");
        return Problems.Invalid(ErrorCodes.ForStatus(400), "The request cannot be read.");
    }

    private static ProblemException Malformed() =>
        Problems.Invalid(ErrorCodes.MalformedJson, "The body is not well-formed JSON.");

    private static string At(string sentence, JsonException refused) =>
        refused.Path is { Length: > 1 } path ? $"{sentence}, at {path}." : sentence + ".";

    private static string Quoted(string message) => AllQuoted(message).FirstOrDefault() ?? "?";

    private static IEnumerable<string> AllQuoted(string message) =>
        QuotedName().Matches(message).Select(m => m.Groups[1].Value);

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string ParameterName(string message) =>
        TypedName().Match(message) is { Success: true } m ? m.Groups[1].Value : "?";

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex QuotedName();

    // "long id": the type, generic or nullable, and the name
    [GeneratedRegex("\"[^\"]*? ([^ \"]+)\"")]
    private static partial Regex TypedName();
}
