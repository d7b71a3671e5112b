using Erp.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Writes what ASP.NET Core itself refuses (a validation) as every other refusal is written.</summary>
internal sealed class ProblemDetailsWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        var problem = context.ProblemDetails is HttpValidationProblemDetails invalid
            ? Problems.ValidationFailed(invalid.Errors)
            : new ProblemException(status, ErrorCodes.ForStatus(status), context.ProblemDetails.Detail ?? "");
        return new(ProblemWriter.WriteAsync(context.HttpContext, problem));
    }
}
