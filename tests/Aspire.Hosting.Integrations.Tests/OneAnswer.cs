using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>Reads a little, answers with these bytes and closes.</summary>
internal sealed class OneAnswer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public OneAnswer(byte[] answer)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AnswerAsync(answer);
    }

    public int Port { get; }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync(byte[] answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[256]);
        await stream.WriteAsync(answer);
    }
}
