using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Erp.TestSupport;

/// <summary>Ports that nobody uses.</summary>
public static class FreePort
{
    // Below the range from which the kernel gives ports to outgoing connections, so that none of those takes it in
    // between.
    private const int First = 15_000, Last = 32_000;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port on 127.0.0.1 that was free a moment ago, and that this process has not been given
    /// before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.TryAdd(port, true) && IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
