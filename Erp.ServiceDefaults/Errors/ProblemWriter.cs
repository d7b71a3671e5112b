using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Erp.Api.Errors;
using Erp.Api.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Writes RFC 9457 problem details, whatever the caller says it accepts: an error without a body helps
/// nobody.</summary>
public static class ProblemWriter
{
    /// <summary>The media type of every error.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Writes a refusal with its status, code, further members and <c>Retry-After</c>.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        if (problem.RetryAfter is { } after)
            context.Response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, problem.Status, problem.Code, problem.Message, problem.Extensions);
    }

    /// <summary>Writes problem details with a status and a code.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string? detail = null,
        IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var document = new Dictionary<string, object?>
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["code"] = code,
        };
        if (detail is not null) document["detail"] = detail;
        document["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>()) document[name] = value;

        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : JsonSerializer.SerializeAsync(context.Response.Body, document, ErpJson.Options, context.RequestAborted);
    }
}
