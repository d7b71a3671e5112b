using System.Diagnostics;
using OpenTelemetry;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>Keeps calls to databases that belong to no request and no message out of the traces: relays, probes and
/// sweeps ask every second, and would bury what matters.</summary>
internal sealed class LoneClientSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, ParentSpanId: var parent } && parent == default)
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
