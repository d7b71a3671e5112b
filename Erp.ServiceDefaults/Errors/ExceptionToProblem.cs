using System.Collections.Concurrent;
using Erp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Errors;

/// <summary>The one place where an exception becomes an answer. Only faults of ours are logged as errors, and none tells its inside. Why we are
/// unavailable is logged when it changes: it is the same for every request.</summary>
internal sealed class ExceptionToProblem(ILogger<ExceptionToProblem> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, News> _away = new();

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or ConnectionResetException)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        await ProblemWriter.WriteAsync(httpContext, Translate(exception, httpContext));
        return true;
    }

    private ProblemException Translate(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case ProblemException { Status: >= 500 } away:
                var reason = away.Data["reason"]?.ToString() ?? away.InnerException?.Message ?? away.Message;
                if (IsNews(away.Code, reason))
                    logger.LogWarning("{Method} {Path}: {Status} {Code}: {Reason}", context.Request.Method, context.Request.Path.Value, away.Status, away.Code, reason);
                return away;
            case ProblemException known:
                return known;
            case BadHttpRequestException refused:
                return BadInput.Describe(refused);
        }
        if (TransientFaults.IsTransient(exception))
        {
            // Drivers count in their messages, so the kind has to do.
            if (IsNews(ErrorCodes.Unavailable, exception.GetType().Name))
                logger.LogWarning("{Method} {Path}: a dependency is away: {Kind}: {Reason}",
                    context.Request.Method, context.Request.Path.Value, exception.GetType().Name, exception.Message);
            return Problems.Unavailable(ErrorCodes.Unavailable, "Something that is needed for this is away for the moment; try again.", RetryAfter);
        }
        logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
        return new(500, ErrorCodes.Internal, "Something went wrong on our side; the trace id leads to the log.");
    }

    private bool IsNews(string code, string reason) => _away.GetOrAdd(code, _ => new()).Is(reason);
}
