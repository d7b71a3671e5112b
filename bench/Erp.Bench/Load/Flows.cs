using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Erp.Bench.Running;

namespace Erp.Bench.Load;

/// <summary>Approvals from one end to the other: people with open sockets who ask, decide as soon as they are told, and
/// wait to be told.</summary>
internal sealed class Flows : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), AskAgain = TimeSpan.FromMilliseconds(2);
    private readonly ConcurrentDictionary<Push, TaskCompletionSource> _pushes = new();
    private readonly ConcurrentDictionary<Push, int> _times = new();
    private readonly List<Listener> _listeners = [];
    private readonly RunningApplication _app;
    private readonly Company _company;
    private long _done;

    private Flows(RunningApplication app, Company company) => (_app, _company) = (app, company);

    /// <summary>How many have ended.</summary>
    public long Done => _done;

    public static async Task<Flows> OpenAsync(
        RunningApplication app, Company company, CancellationToken cancellationToken)
    {
        var flows = new Flows(app, company);
        foreach (var person in company.Requesters) await ListenAsync(person, toApprover: false);
        foreach (var person in company.Approvers) await ListenAsync(person, toApprover: true);
        return flows;

        async Task ListenAsync(Employee person, bool toApprover) => flows._listeners.Add(await Listener.OpenAsync(
            person, app.Notifications, notification => flows.Pushed(notification, toApprover), cancellationToken));
    }

    /// <summary>So many a second; returns when all have ended.</summary>
    public async Task<Hops> AtAsync(double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var hops = new Hops();
        await OpenLoop.RunAsync(
            rate, duration, (number, intended) => OneAsync(number, intended, hops), cancellationToken);
        return hops;
    }

    /// <summary>Throws when somebody was told of the same twice.</summary>
    public void CheckNothingDoubled()
    {
        foreach (var (push, times) in _times)
            if (times > 1) throw new BenchException($"Request {push.Request}: its push came {times} times.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners) await listener.DisposeAsync();
    }

    private async Task OneAsync(int number, long intended, Hops hops)
    {
        var last = intended;
        void Hop(string name)
        {
            var now = Stopwatch.GetTimestamp();
            hops.Of(name).Add(Stopwatch.GetElapsedTime(last, now));
            last = now;
        }

        var id = await _company.RequestAsync(number) ?? throw new BenchException("a request was refused.");
        Hop(Hops.Accepted);
        await ToldAsync(new(id, ToApprover: true));
        Hop(Hops.ToApprover);
        await DecideAsync(_company.Approver(number), id);
        Hop(Hops.Decided);
        await ToldAsync(new(id, ToApprover: false));
        Hop(Hops.ToRequester);
        hops.Whole.Add(Stopwatch.GetElapsedTime(intended));
        Interlocked.Increment(ref _done);
    }

    // The push and the inbox travel by two topics: an approver who is told first looks again.
    private async Task DecideAsync(Employee approver, long id)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(AskAgain))
        {
            using var answer = await approver.PostAsync(
                _app.Processing, $"/process/{approver.Id}/{id}", new { status = "approved" });
            if (answer.StatusCode == HttpStatusCode.OK) return;
            if (answer.StatusCode != HttpStatusCode.NotFound)
                throw new BenchException($"the decision of request {id}: {(int)answer.StatusCode}");
        }
        throw new BenchException($"request {id} does not come into the inbox.");
    }

    private void Pushed(JsonElement notification, bool toApprover)
    {
        if (!notification.TryGetProperty("approvalId", out var id) || id.ValueKind != JsonValueKind.Number) return;
        var push = new Push(id.GetInt64(), toApprover);
        _times.AddOrUpdate(push, 1, (_, times) => times + 1);
        Waiting(push).TrySetResult();
    }

    private async Task ToldAsync(Push push)
    {
        try
        {
            await Waiting(push).Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"request {push.Request}: nobody was told within {Patience.TotalSeconds} s.");
        }
    }

    private TaskCompletionSource Waiting(Push push) =>
        _pushes.GetOrAdd(push, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private readonly record struct Push(long Request, bool ToApprover);
}
