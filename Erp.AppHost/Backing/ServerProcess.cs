namespace Erp.AppHost.Backing;

/// <summary>A server run as our own process: one endpoint named <c>tcp</c>, and a connection string over it.</summary>
internal sealed class ServerProcess(string name, string program, string folder)
    : ExecutableResource(name, program, folder), IResourceWithConnectionString
{
    /// <summary>The endpoint that clients use.</summary>
    public EndpointReference Endpoint => field ??= new EndpointReference(this, "tcp");

    /// <summary>Set by the server's own file, over <see cref="Endpoint"/>.</summary>
    public ReferenceExpression ConnectionStringExpression { get; set; } = ReferenceExpression.Empty;
}
