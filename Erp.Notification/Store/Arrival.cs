namespace Erp.Notification.Store;

/// <summary>How a notification comes to the store.</summary>
internal enum Arrival
{
    /// <summary>From who has just sent it. What belongs to no approval stands where it comes.</summary>
    Now,

    /// <summary>From the topic or a record, by which it may come late: it stands before what happened later.</summary>
    Late,

    /// <summary>The same, to fill a lost store before anything new is stored.</summary>
    Filling,
}
