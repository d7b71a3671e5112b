using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Erp.Notification.Tests.Support;

/// <summary>A client of the socket.</summary>
public sealed class TestSocket : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket;

    private TestSocket(ClientWebSocket socket) => _socket = socket;

    public static async Task<TestSocket> OpenAsync(
        Uri service, string? token, string query = "", HttpMessageInvoker? through = null)
    {
        var socket = new ClientWebSocket();
        if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(Limit);
        var address = new UriBuilder(service) { Scheme = "ws", Path = "/ws/notifications", Query = query }.Uri;
        try
        {
            await socket.ConnectAsync(address, through, limit.Token);
        }
        catch (WebSocketException e) when (socket.HttpStatusCode != 0)
        {
            throw new RefusedException((int)socket.HttpStatusCode, e);
        }
        return new(socket);
    }

    /// <summary>The next frame; throws <see cref="ClosedException"/> when the service closes instead.</summary>
    public async Task<JsonNode> NextAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Limit);
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var frame = await _socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            if (frame.MessageType == WebSocketMessageType.Close)
                throw new ClosedException((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
            Assert.Equal(WebSocketMessageType.Text, frame.MessageType);
            length += frame.Count;
            if (frame.EndOfMessage) return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
        }
    }

    /// <summary>The texts of the next frames.</summary>
    public async Task<List<string>> NextAsync(int count)
    {
        var texts = new List<string>();
        while (texts.Count < count) texts.Add((await NextAsync())["message"]!.GetValue<string>());
        return texts;
    }

    /// <summary>Asserts that nothing comes: sends itself a last one through the given way and sees that it is the
    /// next.</summary>
    public async Task AssertNextIsAsync(string message) =>
        Assert.Equal(message, (await NextAsync())["message"]!.GetValue<string>());

    /// <summary>Reads on until the service closes; its code and reason.</summary>
    public async Task<ClosedException> UntilClosedAsync()
    {
        while (true)
        {
            try { await NextAsync(); }
            catch (ClosedException closed) { return closed; }
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        { /* the service may be gone already */
        }
        _socket.Dispose();
    }
}

/// <summary>The handshake was answered with a status.</summary>
public sealed class RefusedException(int status, Exception inner) : Exception($"refused with {status}", inner)
{
    public int Status { get; } = status;
}

/// <summary>The service closed the socket.</summary>
public sealed class ClosedException(int code, string reason) : Exception($"closed with {code} {reason}")
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;
}
