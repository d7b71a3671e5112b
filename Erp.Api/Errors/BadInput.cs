using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Erp.Api.Errors;

/// <summary>Says what is wrong with a request that ASP.NET Core or the JSON reader refused: a stable code and a
/// sentence that names the field, without the type names of the inside. Their own sentences are for people and change
/// with the runtime, so the request is held against the endpoint's parameters and the contract of its body
/// instead.</summary>
public static class BadInput
{
    /// <summary>What a client is told. To be called where exceptions are handled, when the endpoint is known from
    /// <see cref="IExceptionHandlerFeature"/> only.</summary>
    /// <param name="refused">Why the request could not be read.</param>
    /// <param name="context">Its body is buffered, to say where it breaks the contract.</param>
    public static async Task<ProblemException> DescribeAsync(BadHttpRequestException refused, HttpContext context)
    {
        // The exception handler has taken endpoint and route values off the request.
        var handled = context.Features.GetRequiredFeature<IExceptionHandlerFeature>();
        var body = handled.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return refused switch
        {
            { StatusCode: 413 } => new(413, ErrorCodes.BodyTooLarge, "The body is larger than this service accepts."),
            { StatusCode: 415 } => new(415, ErrorCodes.UnsupportedMediaType, "The body must be application/json."),
            { StatusCode: not 400 } =>
                new(refused.StatusCode, ErrorCodes.ForStatus(refused.StatusCode), "The request cannot be read."),
            { InnerException: JsonException json } => await BadBody.DescribeAsync(json, body, context),
            { InnerException: InvalidOperationException } => BadBody.Malformed(),
            _ => BadParameter.Find(handled, context.Request) ?? (body is null
                ? Problems.Invalid(ErrorCodes.ForStatus(400), "The request cannot be read.")
                : Problems.Invalid(ErrorCodes.MissingBody, "A JSON body is required.")),
        };
    }
}
