namespace Erp.ServiceDefaults.Work;

/// <summary>Things that one replica alone may do until a time that is stored beside them.</summary>
public static class Leases
{
    /// <summary>When a lease can end at the latest (UTC) that was given out by now. One that ends later was given by a
    /// clock that was ahead, which may have been put right since: it is nobody's. As much again as a lease lasts is
    /// left for replicas whose clocks differ.</summary>
    /// <param name="now">By the clock of whoever asks.</param>
    /// <param name="duration">Of a lease.</param>
    public static DateTimeOffset Latest(DateTimeOffset now, TimeSpan duration) => now + (2 * duration);

    /// <summary>Whether somebody has it.</summary>
    /// <param name="until">When it ends.</param>
    /// <param name="now">By the clock of whoever asks.</param>
    /// <param name="duration">Of a lease.</param>
    public static bool IsHeld(DateTimeOffset until, DateTimeOffset now, TimeSpan duration) =>
        until > now && until <= Latest(now, duration);
}
