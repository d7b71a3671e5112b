using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Erp.Notification;

/// <summary>What this service measures beyond what every service does: <c>erp_notifications_stored_total</c>,
/// <c>erp_notifications_pushed_total</c> and <c>erp_sockets_open</c> as Prometheus shows them.</summary>
internal static class NotificationTelemetry
{
    public const string Name = "Erp.Notification";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Stored = Meter.CreateCounter<long>(
        "erp.notifications.stored", description: "Notifications stored, without repeated deliveries");

    public static readonly Counter<long> Pushed =
        Meter.CreateCounter<long>("erp.notifications.pushed", description: "Frames that sockets took");

    public static readonly UpDownCounter<long> Sockets =
        Meter.CreateUpDownCounter<long>("erp.sockets.open", description: "Sockets that are open");

    private static readonly Counter<long> Mails = Meter.CreateCounter<long>(
        "erp.mails", description: "Notifications by mail: sent, refused, or unknown, which are not sent again");

    /// <summary>Counts one by its outcome.</summary>
    public static void Mailed(string outcome) => Mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>The last span of the trace that began with somebody's request.</summary>
    public static Activity? StartPush(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity("push notification", ActivityKind.Producer, parent)
            : null;
}
