using System.Net;

namespace Aspire.Hosting.Dcp.Api;

/// <summary>A request that DCP refused.</summary>
internal sealed class DcpException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
