namespace Erp.Approval.Processing;

/// <summary>What became of a change that the record asks of an inbox. Numbers are those of the scripts.</summary>
internal enum InboxChange
{
    /// <summary>Nothing: this is not the inbox's epoch.</summary>
    OtherEpoch = 0,

    /// <summary>It was made.</summary>
    Made = 1,

    /// <summary>It had been made before; it is only answered again.</summary>
    Known = 2,
}
