using System.Collections.Concurrent;
using Erp.Api.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Errors;

/// <summary>The one place where an exception becomes an answer. Only faults of ours are logged as errors, and none
/// tells its inside. Why a service says itself that it is unavailable is logged when that changes: it is the same for
/// every request.</summary>
internal sealed class ExceptionToProblem(TransientFaults faults, ILogger<ExceptionToProblem> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, News> _refusals = new();

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.RequestAborted.IsCancellationRequested)
        {
            await ProblemWriter.WriteAsync(httpContext, exception is BadHttpRequestException refused
                ? await BadInput.DescribeAsync(refused, httpContext)
                : Translate(exception, httpContext));
            return true;
        }
        // Nobody reads an answer, and writing one would only fail in its turn; what else went wrong is logged.
        if (exception is not (OperationCanceledException or ConnectionResetException or BadHttpRequestException))
            Translate(exception, httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        return true;
    }

    private ProblemException Translate(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case ProblemException { Status: >= 500 } away:
                var reason = away.Data["reason"]?.ToString() ?? away.InnerException?.Message ?? away.Message;
                if (_refusals.GetOrAdd(away.Code, _ => new()).Is(reason))
                    logger.LogWarning("{Method} {Path}: {Status} {Code}: {Reason}",
                        context.Request.Method, context.Request.Path.Value, away.Status, away.Code, reason);
                return away;
            case ProblemException known:
                return known;
        }
        if (faults.IsTransient(exception))
        {
            logger.LogWarning("{Method} {Path}: a dependency is away: {Kind}: {Reason}",
                context.Request.Method, context.Request.Path.Value, exception.GetType().Name, exception.Message);
            return Problems.Unavailable(ErrorCodes.Unavailable,
                "Something that is needed for this is away for the moment; try again.", RetryAfter);
        }
        logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
        return new(500, ErrorCodes.Internal, "Something went wrong on our side; the trace id leads to the log.");
    }
}
