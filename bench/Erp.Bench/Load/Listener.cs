using System.Net.WebSockets;
using System.Text.Json;

namespace Erp.Bench.Load;

/// <summary>Somebody with an open socket. What comes is handed on at once.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private Task _receiving = Task.CompletedTask;

    /// <summary>Connects as this employee; returns when the socket is open.</summary>
    public static async Task<Listener> OpenAsync(
        Employee employee, Uri service, Action<JsonElement> received, CancellationToken cancellationToken)
    {
        var listener = new Listener();
        listener._socket.Options.SetRequestHeader("Authorization", employee.Authorization);
        listener._socket.Options.Proxy = null;
        await listener._socket.ConnectAsync(
            new UriBuilder(service) { Scheme = "ws", Path = "/ws/notifications" }.Uri, cancellationToken);
        listener._receiving = listener.ReceiveAsync(received);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    private async Task ReceiveAsync(Action<JsonElement> received)
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult frame;
                do
                {
                    if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                    frame = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    if (frame.MessageType == WebSocketMessageType.Close) return;
                    length += frame.Count;
                }
                while (!frame.EndOfMessage);
                using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
                received(document.RootElement);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Closed; what did not come is missed by who waits for it.
        }
    }
}
