using System.Net;
using System.Net.Sockets;

namespace Erp.EmbeddedKafka;

/// <summary>A door with a fixed address: the mock brokers choose their own ports, but a connection string needs one
/// known beforehand.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _broker;

    /// <summary>Listens on 127.0.0.1.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public Forwarder(int port, string broker)
    {
        _broker = IPEndPoint.Parse(broker);
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Carries connections until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (OperationCanceledException) { /* stopped: the connections end with the same token */ }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task CarryAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        using (var broker = new TcpClient { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await broker.ConnectAsync(_broker, stop);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(broker.GetStream(), stop),
                    broker.GetStream().CopyToAsync(client.GetStream(), stop));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side went away: so does the other.
            }
        }
    }
}
