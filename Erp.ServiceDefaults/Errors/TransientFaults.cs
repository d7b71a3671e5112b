using System.Net;
using System.Net.Sockets;
using Erp.Api.Errors;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Tells a dependency that is away for the moment from a fault of ours. What a driver throws is known to its
/// <see cref="ITransientFaultDetector"/>, unless the store says it by a <see cref="DependencyUnavailableException"/>.
/// </summary>
public sealed class TransientFaults(IEnumerable<ITransientFaultDetector> drivers)
{
    /// <summary>True when trying again later can help although nothing else changes.</summary>
    public bool IsTransient(Exception exception) => exception switch
    {
        DependencyUnavailableException => true,
        ProblemException problem => problem.Status is 502 or 503 or 504,
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError } => true,
        TimeoutException or SocketException => true,
        TaskCanceledException { InnerException: TimeoutException } => true,
        AggregateException { InnerExceptions: [var only] } => IsTransient(only),
        IOException { InnerException: SocketException } => true,
        _ => drivers.Any(d => d.IsTransient(exception)),
    };
}
