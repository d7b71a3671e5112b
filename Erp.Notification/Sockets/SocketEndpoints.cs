using System.Diagnostics;
using System.Globalization;
using Erp.Api.Errors;
using Erp.Api.Validation;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Erp.Notification.Sockets;

internal static class SocketEndpoints
{
    public static void MapNotificationSocket(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ws/notifications", OpenAsync)
            .RequireAuthorization(Policies.Employee)
            .DisableHttpMetrics() // a request of hours would spoil the picture of all others
            .WithTags("Socket")
            .WithName("NotificationSocket")
            .WithSummary("The caller's notifications as they come, over a WebSocket.")
            .WithDescription("""
                JSON text frames, one notification each, in the order of their ids. `after` is the id of the last one
                that the client has: what came since is sent first. Without it the stream begins with the next one.
                Browsers, which cannot send headers here, give the token as `access_token`.
                Close codes: 1008 token expired, employee has left, or too much sent by the client; 1009 message too
                big; 1012 this replica stops, resume at once; 1013 too slow, resume.
                """)
            .Produces(101)
            .ProducesProblem(426);

    private static async Task OpenAsync(
        HttpContext context, Caller caller, [Line(19)] string? after, NotificationStore store, LiveSignals signals,
        ICallerStanding people, TransientFaults faults, IOptions<NotificationOptions> options, TimeProvider clock,
        IHostApplicationLifetime lifetime, ILogger<NotificationSocket> logger)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new ProblemException(
                426, ErrorCodes.ForStatus(426), "This is a WebSocket; connect with the ws or wss scheme.");
        var seen = ParseAfter(after);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            throw Problems.Unavailable("stopping", "This replica stops; another one goes on.", TimeSpan.FromSeconds(1));

        var employee = caller.EmployeeId!.Value;
        var wake = signals.Join(employee); // before the store is read: what comes from now on wakes this socket
        try
        {
            var latest = await store.LastIdAsync(employee);
            var last = Math.Min(seen ?? latest, latest);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = options.Value.Ping,
                KeepAliveTimeout = options.Value.Ping,
            });
            var live = new NotificationSocket(
                socket, employee, last, wake, store, people, faults, options.Value, clock);
            // What it reads from now on belongs to no request: a trace would go on for hours.
            Activity.Current = null;
            var ending = await live.RunAsync(ExpiryOf(context), lifetime.ApplicationStopping);
            if ((int)ending.Status == 1013)
                logger.LogWarning("A socket of employee {EmployeeId} was closed: {Reason}", employee, ending.Reason);
        }
        finally
        {
            signals.Leave(employee, wake);
        }
    }

    private static long? ParseAfter(string? after) => after switch
    {
        null => null,
        _ when long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => throw Problems.Invalid("invalid_cursor", "after must be the id of a notification."),
    };

    private static DateTimeOffset ExpiryOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
            ?? DateTimeOffset.MinValue;
}
