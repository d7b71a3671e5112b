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
        var buffer = new byte[1024];
        var (size, count, since) = (0, 0, Environment.TickCount64);
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
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
}
