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
    // One file for each port that was given, locked as long as this process lives: test projects run side by side, and
    // a server takes seconds until it listens.
    private static readonly string Locks =
        Path.Combine(Path.GetTempPath(), $"erp-test-ports-{Environment.UserName}");
    private static readonly ConcurrentBag<FileStream> Held = [];

    /// <summary>A port on 127.0.0.1 that was free a moment ago, and that no test process of this user is given as long
    /// as this one lives.</summary>
    public static int Next()
    {
        Directory.CreateDirectory(Locks);
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (TryHold(port) && IsFree(port)) return port;
        }
    }

    /// <summary>Keeps a port from every other caller, here and in other processes; false if one has it.</summary>
    public static bool TryHold(int port)
    {
        try
        {
            Held.Add(new FileStream(Path.Combine(Locks, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None, 1, FileOptions.DeleteOnClose));
            return true;
        }
        catch (IOException)
        {
            return false;
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
