using System.Buffers;
using System.Net.WebSockets;

namespace Erp.Notification.Sockets;

/// <summary>Listens to a client that has nothing to say but "close": a little is passed over, much ends the
/// socket.</summary>
internal static class Listener
{
    private const int LargestMessage = 4096;
    private const int MostPerMinute = 60;

    public static async Task<Ending> ListenAsync(WebSocket socket)
    {
        var (size, count, since) = (0, 0, Environment.TickCount64);
        try
        {
            while (true)
            {
                // Most never say a word: memory is taken once something has come.
                var begun = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                if (begun.MessageType == WebSocketMessageType.Close) return Ending.ByClient;
                var frame = begun.EndOfMessage ? begun : await SkipAsync(socket);
                if (frame.MessageType == WebSocketMessageType.Close) return Ending.ByClient;
                size += frame.Count;
                if (size > LargestMessage) return Ending.TooBig;
                if (!frame.EndOfMessage) continue;
                size = 0;
                if (Environment.TickCount64 - since > 60_000) (count, since) = (0, Environment.TickCount64);
                if (++count > MostPerMinute) return Ending.TooTalkative;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            return Ending.ByClient;
        }
    }

    private static async Task<ValueWebSocketReceiveResult> SkipAsync(WebSocket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            return await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
