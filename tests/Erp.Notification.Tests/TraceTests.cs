using System.Diagnostics;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public sealed class TraceTests : IDisposable
{
    private readonly TwoReplicas _replicas;
    private readonly ActivityListener _listener;
    private readonly System.Collections.Concurrent.ConcurrentQueue<Activity> _spans = [];

    public TraceTests(TwoReplicas replicas)
    {
        _replicas = replicas;
        _listener = new()
        {
            ShouldListenTo = source => source.Name.StartsWith("Erp.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task The_trace_of_the_message_goes_on_to_the_push()
    {
        var employee = Backing.NewEmployee();
        var trace = ActivityTraceId.CreateRandom();
        await using var socket = await _replicas.Second.OpenAsync(employee);
        using var topic = new Topic(_replicas.Kafka);
        await topic.RequestAsync(
            employee, "traced", $"m-{employee}", traceParent: $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        await socket.AssertNextIsAsync("traced");

        await Eventually.TrueAsync(() => _spans.Any(s => s.TraceId == trace && s.OperationName == "push notification"));
        await Eventually.TrueAsync(() => _spans.Any(
            s => s.TraceId == trace && s.OperationName == "approval-notifications process"));
        await Eventually.TrueAsync(() => _spans.Any(
            s => s.TraceId == trace && s.OperationName == "approval-results publish"));
    }

    public void Dispose() => _listener.Dispose();
}
