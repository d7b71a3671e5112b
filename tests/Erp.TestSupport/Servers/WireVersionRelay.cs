using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Erp.TestSupport;

/// <summary>A TCP relay that makes the test server look newer than it is. The server names 8 (MongoDB 4.2) as the
/// highest version of the wire protocol that it speaks, and the driver refuses to talk to anything below 9, although
/// every command that the store sends works. So in each answer to <c>hello</c> or <c>isMaster</c> the number after
/// <c>maxWireVersion</c> is raised; nothing else is touched. What passes here is therefore proven on that server only;
/// a real MongoDB needs no relay.</summary>
internal sealed class WireVersionRelay : IDisposable
{
    private const int Least = 9;
    // An int32 of BSON: its type, its name, then four bytes.
    private static readonly byte[] Key = [0x10, .. "maxWireVersion\0"u8];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;

    public WireVersionRelay(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { /* disposed */ }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                // Whichever side ends first, both connections end.
                await await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream()),
                    AnswersAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException) { /* one of them is gone */ }
        }
    }

    /// <summary>Message by message, so that what it looks for is never in two pieces.</summary>
    private static async Task AnswersAsync(NetworkStream server, NetworkStream client)
    {
        var length = new byte[4];
        while (true)
        {
            await server.ReadExactlyAsync(length);
            var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            length.CopyTo(message, 0);
            await server.ReadExactlyAsync(message.AsMemory(4));
            Raise(message);
            await client.WriteAsync(message);
        }
    }

    private static void Raise(Span<byte> message)
    {
        var at = message.IndexOf(Key);
        if (at < 0) return;
        var number = message.Slice(at + Key.Length, 4);
        if (BinaryPrimitives.ReadInt32LittleEndian(number) < Least)
            BinaryPrimitives.WriteInt32LittleEndian(number, Least);
    }
}
