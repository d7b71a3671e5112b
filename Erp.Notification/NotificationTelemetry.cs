using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Erp.Notification;

/// <summary>What this service measures beyond what every service does.</summary>
internal static class NotificationTelemetry
{
    public const string Name = "Erp.Notification";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>Notifications that were stored, without repeated deliveries.</summary>
    public static readonly Counter<long> Stored = Meter.CreateCounter<long>("erp_notifications_stored");

    /// <summary>Frames that sockets took.</summary>
    public static readonly Counter<long> Pushed = Meter.CreateCounter<long>("erp_notifications_pushed");

    /// <summary>Sockets that are open.</summary>
    public static readonly UpDownCounter<long> Sockets = Meter.CreateUpDownCounter<long>("erp_sockets_open");

    /// <summary>The last span of the trace that began with somebody's request.</summary>
    public static Activity? StartPush(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity("push notification", ActivityKind.Producer, parent)
            : null;
}
