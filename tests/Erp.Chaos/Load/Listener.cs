using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>Somebody with an open socket, which breaks now and then and is opened again after what came
/// last.</summary>
public sealed class Listener(Person self, Func<Uri> service, History history, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300), Connecting = TimeSpan.FromSeconds(10);
    private readonly Random _random = new(unchecked((seed * 31) + (int)self.Id));
    private long _last;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Of its own accord after a few seconds: what came meanwhile has to be there after the next opening.
            using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
            life.CancelAfter(TimeSpan.FromSeconds(3 + (_random.NextDouble() * 12)));
            try
            {
                await ListenAsync(life.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
                or HttpRequestException or InvalidOperationException)
            {
                // Broken, or not there at the moment; the last one: the whole application is away.
            }
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {self.Token}");
        socket.Options.Proxy = null;
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        connecting.CancelAfter(Connecting);
        await socket.ConnectAsync(
            new UriBuilder(service()) { Scheme = "ws", Path = "/ws/notifications", Query = $"after={_last}" }.Uri,
            connecting.Token);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult frame;
            do
            {
                frame = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                if (frame.MessageType == WebSocketMessageType.Close) return;
                length += frame.Count;
            }
            while (!frame.EndOfMessage);
            var notice = Reading.Notice(JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!);
            history.Push(self.Id, notice);
            _last = notice.Id;
        }
    }
}
