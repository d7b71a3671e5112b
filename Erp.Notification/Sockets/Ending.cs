using System.Net.WebSockets;

namespace Erp.Notification.Sockets;

/// <summary>Why a socket is closed, as its client is told.</summary>
internal sealed record Ending(WebSocketCloseStatus Status, string Reason)
{
    /// <summary>The client said so, or its connection is gone.</summary>
    public static readonly Ending ByClient = new(WebSocketCloseStatus.NormalClosure, "");

    /// <summary>1008: the token that opened it is valid no longer.</summary>
    public static readonly Ending TokenExpired = new(WebSocketCloseStatus.PolicyViolation, "token expired");

    /// <summary>1008: its employee has left.</summary>
    public static readonly Ending EmployeeInactive = new(WebSocketCloseStatus.PolicyViolation, "employee inactive");

    /// <summary>1008: this socket speaks from server to client only.</summary>
    public static readonly Ending TooTalkative = new(WebSocketCloseStatus.PolicyViolation, "too many messages");

    /// <summary>1009.</summary>
    public static readonly Ending TooBig = new(WebSocketCloseStatus.MessageTooBig, "message too big");

    /// <summary>1013: the receiver does not keep up; what it missed is in the store, as far as that reaches.</summary>
    public static Ending TooSlow(long last) => new((WebSocketCloseStatus)1013, $"too slow; resume with after={last}");

    /// <summary>1012: this replica stops; another one goes on.</summary>
    public static Ending ServiceRestart(long last) =>
        new((WebSocketCloseStatus)1012, $"service restart; resume with after={last}");
}
