using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Notification.Sockets;

/// <summary>One open socket: first what was missed, then what comes, each once and in order, until somebody ends
/// it.</summary>
/// <param name="last">Id of the last notification that the client has.</param>
internal sealed class NotificationSocket(
    WebSocket socket, long employeeId, long last, Signal wake, NotificationStore store, ICallerStanding people,
    TransientFaults faults, NotificationOptions options, TimeProvider clock)
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StoreAway = TimeSpan.FromSeconds(1);
    private long _last = last;

    /// <summary>Runs the socket to its end, and says which.</summary>
    /// <param name="expires">End of the token that opened it.</param>
    /// <param name="draining">The replica stops.</param>
    public async Task<Ending> RunAsync(DateTimeOffset expires, CancellationToken draining)
    {
        using var stop = new CancellationTokenSource();
        var listening = Listener.ListenAsync(socket);
        var pushing = PushAsync(stop.Token);
        var expiring = UntilAsync(expires, stop.Token);
        var drain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = draining.Register(drain.SetResult);

        var first = await Task.WhenAny(listening, pushing, expiring, drain.Task);
        await stop.CancelAsync();
        // A frame on its way is not cut off: closing would no longer be possible. It has its own time limit.
        var pushed = await pushing;
        var ending = first == drain.Task ? Ending.ServiceRestart(_last)
            : first == expiring ? Ending.TokenExpired
            // Giving a slow receiver up ends the listening, too.
            : pushed != Ending.ByClient ? pushed
            : listening.IsCompleted ? await listening : pushed;
        await SayGoodbyeAsync(ending, listening);
        return ending;
    }

    private async Task<Ending> PushAsync(CancellationToken stop)
    {
        for (var replay = true; !stop.IsCancellationRequested; replay = false)
        {
            // Whoever leaves is woken, see LiveSignals.
            if (people.Of(employeeId) is { Active: false }) return Ending.EmployeeInactive;
            IReadOnlyList<StoredNotification> found;
            try
            {
                found = await store.AfterAsync(employeeId, _last);
            }
            catch (Exception e) when (faults.IsTransient(e))
            {
                await PauseAsync(StoreAway, stop);
                continue;
            }
            // A full store with gaps in its ids: some were dropped from it before this receiver took them.
            if (!replay && found.Count >= options.Keep && found[^1].Id - _last > found.Count)
                return Ending.TooSlow(_last);
            foreach (var notification in found)
            {
                if (stop.IsCancellationRequested) break;
                if (await SendAsync(notification) is { } ending) return ending;
                _last = notification.Id;
            }
            await PauseAsync(options.SafetyPoll, stop);
        }
        return Ending.ByClient;
    }

    // Null when the receiver took it. One that took too long can still be told so if it takes the frame in as much time
    // again.
    private async Task<Ending?> SendAsync(StoredNotification notification)
    {
        using var activity = NotificationTelemetry.StartPush(notification.TraceParent);
        try
        {
            var frame = Encoding.UTF8.GetBytes(notification.Json).AsMemory();
            var send = socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None).AsTask();
            if (!await EndsAsync(send, options.SendTimeout))
            {
                if (!await EndsAsync(send, options.SendTimeout)) socket.Abort();
                await send.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Ending.TooSlow(_last);
            }
            await send;
            NotificationTelemetry.Pushed.Add(1);
            return null;
        }
        catch (Exception e)
            when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "the receiver is gone");
            return Ending.ByClient;
        }
    }

    // Leaves no timer behind: most frames are sent at once.
    private static async Task<bool> EndsAsync(Task task, TimeSpan within)
    {
        await Quietly(task.WaitAsync(within));
        return task.IsCompleted;
    }

    private Task PauseAsync(TimeSpan time, CancellationToken stop) =>
        Quietly(wake.WaitAsync(time, stop));

    // Timers reach 49 days; a token that lives longer is looked at again by the next socket.
    private Task UntilAsync(DateTimeOffset expires, CancellationToken stop)
    {
        var left = expires - clock.GetUtcNow();
        var wait = left < TimeSpan.Zero ? TimeSpan.Zero : left < TimeSpan.FromDays(40) ? left : TimeSpan.FromDays(40);
        return Quietly(Task.Delay(wait, clock, stop));
    }

    private async Task SayGoodbyeAsync(Ending ending, Task listening)
    {
        try
        {
            using var limit = new CancellationTokenSource(GoodbyeLimit);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(ending.Status, ending.Reason, limit.Token);
            if (!listening.IsCompleted) await listening.WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
