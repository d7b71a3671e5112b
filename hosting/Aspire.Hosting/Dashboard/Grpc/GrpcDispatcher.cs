using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>
/// A gRPC server as thin as this job allows: Kestrel does HTTP/2, a table does the routing, and the outcome of a call
/// goes into the trailers. (Grpc.AspNetCore cannot be had from every feed.)
/// </summary>
internal sealed class GrpcDispatcher(
    IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods,
    Func<HttpRequest, bool> isAuthenticated,
    ILogger logger,
    CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        http.Response.ContentType = "application/grpc";
        var (status, message) = await CallAsync(http).ConfigureAwait(false);
        http.Response.AppendTrailer("grpc-status", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (message is not null) http.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
    }

    private async Task<(GrpcStatus Status, string? Message)> CallAsync(HttpContext http)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            if (!isAuthenticated(http.Request)) return (GrpcStatus.Unauthenticated, "The API key is missing or wrong.");
            if (!methods.TryGetValue(http.Request.Path.Value ?? "", out var method)) return (GrpcStatus.Unimplemented, $"There is no method {http.Request.Path}.");
            await method(new GrpcCall(http, ended.Token)).ConfigureAwait(false);
            return (GrpcStatus.Ok, null);
        }
        catch (GrpcException e)
        {
            return (e.Status, e.Message);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            return (GrpcStatus.Cancelled, null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (GrpcStatus.Unavailable, "The application is stopping.");
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Method} failed", http.Request.Path.Value);
            return (GrpcStatus.Unknown, e.Message);
        }
    }
}
