using System.Globalization;

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

    /// <summary>Whether nobody can have decided a step since then without this life of the inbox knowing it: an epoch
    /// is a UUID of version 7 (RFC 9562), which begins with its time.</summary>
    internal bool KnowsAllSince(DateTimeOffset assigned) =>
        Shown || (Epoch.Length > 12
            && long.TryParse(Epoch[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var began)
            && began < assigned.ToUnixTimeMilliseconds());
}
