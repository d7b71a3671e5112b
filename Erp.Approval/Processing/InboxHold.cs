namespace Erp.Approval.Processing;

/// <summary>No decision on this request is let in for <see cref="Duration"/>, nor after that until the record has said
/// whether the step was withdrawn.</summary>
/// <param name="Epoch">Which life of the inbox promises that; one that lost its data does not know what was decided
/// before. Empty while a new life has not begun.</param>
/// <param name="Shown">Whether the request is in the inbox.</param>
public sealed record InboxHold(string Epoch, bool Shown)
{
    /// <summary>Longer than the system of record needs to withdraw the step, and gives up after.</summary>
    internal static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
}
