using System.ComponentModel.DataAnnotations;

namespace Erp.Notification;

/// <summary>Section <c>Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>How many of an employee's notifications are kept.</summary>
    [Range(1, 1000)]
    public int Keep { get; set; } = 100;

    /// <summary>How long a notification is kept, counted from its timestamp.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>For how many seconds Redis keeps what belongs to somebody: a day longer than any of their
    /// notifications.</summary>
    public long SecondsKept => (long)(KeepFor + TimeSpan.FromDays(1)).TotalSeconds;

    /// <summary>Time between the pings of a socket; well below the two minutes after which Erp.Web gives up a silent
    /// connection, and the 350 s after which an NLB forgets it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Ping { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a receiver may take to take one frame.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a socket looks into the store although nobody woke it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SafetyPoll { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Sockets that one employee may have on one replica: several tabs and devices, but not any
    /// number.</summary>
    [Range(1, 1000)]
    public int SocketsPerEmployee { get; set; } = 16;

    /// <summary>Sockets on one replica.</summary>
    [Range(1, 1_000_000)]
    public int SocketsPerReplica { get; set; } = 10_000;

    /// <summary>How often it is checked that Redis still has its data.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan EpochCheck { get; set; } = TimeSpan.FromSeconds(3);
}
