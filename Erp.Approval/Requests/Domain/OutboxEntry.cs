using Erp.Messaging;

namespace Erp.Approval.Requests.Domain;

/// <summary>An outgoing message inside the document, stored by the same write as the change that caused it.</summary>
/// <param name="DueAt">When it is to be published; of what never was <see cref="AtOnce"/>.</param>
/// <param name="AwaitsAnswer">Stays until the receiver's own message says that it has stored the thing;
/// otherwise it is done once the broker has it.</param>
public sealed record OutboxEntry(
    string Id, string Topic, string Type, string Payload, string? TraceParent, DateTimeOffset CreatedAt,
    DateTimeOffset DueAt, int Attempts, bool AwaitsAnswer)
{
    // Fifty years: no clock is so wrong, and what comes of it is a time that nothing else has.
    private static readonly TimeSpan Lead = TimeSpan.FromDays(18_262);
    private static readonly DateTimeOffset EarliestClock = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When something is due that was stored now: always, also by a clock that is behind the one that stored
    /// it, and in the order in which things were stored.</summary>
    public static DateTimeOffset AtOnce(DateTimeOffset now) => now - Lead;

    /// <summary>Since when what is due then could have been published.</summary>
    public static DateTimeOffset Since(DateTimeOffset dueAt) => dueAt < EarliestClock ? dueAt + Lead : dueAt;

    /// <summary>After the n-th publication without an answer: once, twice, four times … forty times the first delay (15
    /// s … 10 min).</summary>
    public static TimeSpan DelayAfter(int attempts, TimeSpan first) => first * Math.Min(40, Math.Pow(2, attempts - 1));

    internal OutboxEntry Published(DateTimeOffset now, TimeSpan first) =>
        this with { Attempts = Attempts + 1, DueAt = now + DelayAfter(Attempts + 1, first) };

    internal OutgoingMessage ToMessage(string key) =>
        new(Id, Topic, key, Type, Payload, TraceParent, CreatedAt) { Again = Attempts > 0 };
}
