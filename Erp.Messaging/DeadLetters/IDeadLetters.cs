namespace Erp.Messaging.DeadLetters;

/// <summary>What could not be processed or delivered, and waits for somebody who looks at it, sends it back, or drops
/// it. <see cref="DeadLetterEndpoints"/> shows it to the world, and answers what its methods throw as any endpoint
/// does.</summary>
public interface IDeadLetters
{
    /// <summary>What it keeps dead letters of: names of topics.</summary>
    IReadOnlyCollection<string> Of { get; }

    /// <summary>Those that wait, oldest first.</summary>
    /// <param name="of">One of <see cref="Of"/>.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    Task<IReadOnlyList<DeadLetterSummary>> ListAsync(
        string of, DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>One that waits; null when there is none of this id.</summary>
    Task<DeadLetterDetail?> FindAsync(string of, string id, CancellationToken cancellationToken);

    /// <summary>Sends back those that are there now, oldest first and under their own message ids, so that what was
    /// processed after all has no second effect. What was sent back is not sent again, also when this ends midway. Two
    /// at once send nothing twice: the later one waits, and is refused after a while.</summary>
    /// <param name="of">One of <see cref="Of"/>.</param>
    /// <param name="bounds">How far.</param>
    /// <param name="cancellationToken">Ends it midway.</param>
    Task<DeadLettersMoved> ReplayAsync(string of, DeadLetterBounds bounds, CancellationToken cancellationToken);

    /// <summary>Gives up those that are there now for good, oldest first. Not beside a replay either.</summary>
    /// <param name="of">One of <see cref="Of"/>.</param>
    /// <param name="bounds">How far.</param>
    /// <param name="cancellationToken">Ends it before it had an effect.</param>
    Task<DeadLettersMoved> DropAsync(string of, DeadLetterBounds bounds, CancellationToken cancellationToken);
}

/// <summary>Which dead letters are asked for.</summary>
/// <param name="Count">At most so many.</param>
/// <param name="Since">Not those that died before it.</param>
/// <param name="Until">Not those that died after it.</param>
public sealed record DeadLetterFilter(int Count, DateTimeOffset? Since = null, DateTimeOffset? Until = null);
