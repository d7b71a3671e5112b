using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Erp.Testing.Application;

/// <summary>A notification socket; remembers what came.</summary>
public sealed class Socket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<Socket> OpenAsync(Uri service, string token, string query = "")
    {
        var socket = new Socket();
        socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await socket._socket.ConnectAsync(
            new UriBuilder(service) { Scheme = "ws", Path = "/ws/notifications", Query = query }.Uri, patience.Token);
        return socket;
    }

    /// <summary>The next notification; frames that are none (no id) are passed over.</summary>
    public async Task<JsonNode> NextAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(60));
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult frame;
            do
            {
                frame = await _socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                length += frame.Count;
            }
            while (!frame.EndOfMessage);
            Assert.NotEqual(WebSocketMessageType.Close, frame.MessageType);
            var message = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
            if (message["id"] is not null) return message;
        }
    }

    /// <summary>Waits for the service to close it, and says why it did.</summary>
    public async Task<(WebSocketCloseStatus? Status, string? Reason)> ClosedAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        var buffer = new byte[64 * 1024];
        while ((await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType
            != WebSocketMessageType.Close)
        {
            // A notification that was on its way.
        }
        return (_socket.CloseStatus, _socket.CloseStatusDescription);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            if (_socket.State == WebSocketState.Open)
                await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The service may be gone already.
        }
        _socket.Dispose();
    }
}
