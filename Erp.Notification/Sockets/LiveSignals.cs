using Erp.Api.Errors;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Notification.Sockets;

/// <summary>From Redis pub/sub, and from the view of people, to the sockets of this replica. A signal carries no
/// content: a woken socket reads the store, so a signal that is lost, doubled or late can neither lose nor double nor
/// disorder a notification.</summary>
internal sealed class LiveSignals(
    IConnectionMultiplexer redis, ICallerStanding people, IOptions<NotificationOptions> options,
    TransientFaults faults, ILogger<LiveSignals> logger)
    : RecurringWork(
        "Sockets only look into the store now and then, Redis takes no subscriber", RetryPause, faults, logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<long, HashSet<Signal>> _sockets = [];
    private int _count;

    protected override Task BeginAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionRestored += (_, _) => WakeAll();
        people.Left += WakeSockets;
        return Task.CompletedTask;
    }

    /// <summary>Subscribes, without the start of the service waiting for Redis.</summary>
    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Keys.Live), OnSignal);
        WakeAll();
        return null;
    }

    /// <summary>Takes a place for a socket; leave with <see cref="Leave"/>. 429 when the employee has too many, 503
    /// when the replica has.</summary>
    public Signal Join(long employeeId)
    {
        lock (_sockets)
        {
            if (_count >= options.Value.SocketsPerReplica)
                throw Problems.Unavailable(
                    "too_many_sockets", "This replica has as many sockets as it may have.", RetryAfter);
            if (!_sockets.TryGetValue(employeeId, out var mine)) _sockets[employeeId] = mine = [];
            if (mine.Count >= options.Value.SocketsPerEmployee)
                throw new ProblemException(
                    429, "too_many_sockets",
                    "You have as many sockets open as you may have.") { RetryAfter = RetryAfter };
            var wake = new Signal();
            mine.Add(wake);
            _count++;
            NotificationTelemetry.Sockets.Add(1);
            return wake;
        }
    }

    public void Leave(long employeeId, Signal wake)
    {
        lock (_sockets)
        {
            var mine = _sockets[employeeId];
            mine.Remove(wake);
            if (mine.Count == 0) _sockets.Remove(employeeId);
            _count--;
            NotificationTelemetry.Sockets.Add(-1);
        }
        wake.Dispose();
    }

    private void OnSignal(RedisChannel channel, RedisValue employee) => WakeSockets((long)employee);

    private void WakeSockets(long employee)
    {
        lock (_sockets)
        {
            if (!_sockets.TryGetValue(employee, out var mine)) return;
            foreach (var wake in mine) wake.Set();
        }
    }

    // While there was no connection signals were lost.
    private void WakeAll()
    {
        lock (_sockets)
            foreach (var wake in _sockets.Values.SelectMany(s => s)) wake.Set();
    }
}
