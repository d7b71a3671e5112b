using System.Net;
using System.Net.Sockets;

namespace Erp.TestSupport;

/// <summary>An address on 127.0.0.1 that leads to one server and later to another one, as the name of a database does
/// in a failover: connections that are open stay where they are.</summary>
public sealed class MovableAddress : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile int _server;

    /// <summary>Leads to this port first.</summary>
    public MovableAddress(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>New connections go to this port of 127.0.0.1.</summary>
    public void MoveTo(int server) => _server = server;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { /* disposed */ }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(IPAddress.Loopback, _server);
                // Whichever side ends first, both connections end.
                await await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream()),
                    server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException) { /* one of them is gone */ }
        }
    }
}
