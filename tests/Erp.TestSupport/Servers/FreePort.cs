using System.Net;
using System.Net.Sockets;

namespace Erp.TestSupport;

/// <summary>Ports that nobody uses.</summary>
public static class FreePort
{
    /// <summary>A port on 127.0.0.1 that was free a moment ago. Take it at once: the kernel may give it to somebody else later.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
