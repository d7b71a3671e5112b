namespace Erp.Approval.Processing;

/// <summary>No decision on this request is let in for <see cref="Duration"/>, nor after that until the record has said
/// whether it was cancelled.</summary>
/// <param name="Epoch">Which life of the inbox promises that; one that lost its data does not know what was decided
/// before.</param>
public sealed record InboxHold(string Epoch)
{
    /// <summary>Longer than the system of record needs to cancel, and gives up after.</summary>
    internal static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
}
