using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Erp.Bench.Running;

/// <summary>How long a process's threads stand still for its garbage collector: from the events of its runtime, read
/// through its diagnostic port.</summary>
internal sealed class GarbageCollections : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private List<double> _pauses = [];

    /// <param name="pid">A process of .NET, of this user.</param>
    public GarbageCollections(int pid)
    {
        _session = new DiagnosticsClient(pid).StartEventPipeSession(
            [new(ClrTraceEventParser.ProviderName, EventLevel.Informational,
                (long)ClrTraceEventParser.Keywords.GC)],
            requestRundown: false);
        _reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>The pauses since the last call, in milliseconds.</summary>
    public IReadOnlyList<double> Take()
    {
        lock (_lock)
        {
            var taken = _pauses;
            _pauses = [];
            return taken;
        }
    }

    public void Dispose()
    {
        try
        {
            _session.Stop();
            _reading.Wait();
        }
        catch (Exception e) when (e is ServerNotAvailableException or IOException or AggregateException)
        {
            // The process has ended, and its events with it.
        }
        _session.Dispose();
    }

    private void Read()
    {
        using var events = new EventPipeEventSource(_session.EventStream);
        double? since = null;
        events.Clr.GCSuspendEEStart += e => since = e.Reason is GCSuspendEEReason.SuspendForGC
            or GCSuspendEEReason.SuspendForGCPrep ? e.TimeStampRelativeMSec : null;
        events.Clr.GCRestartEEStop += e =>
        {
            if (since is not { } began) return;
            lock (_lock) _pauses.Add(e.TimeStampRelativeMSec - began);
            since = null;
        };
        events.Process();
    }
}
