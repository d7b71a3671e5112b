using Erp.ServiceDefaults.Messaging;

namespace Erp.Approval.Requests.Domain;

/// <summary>An outgoing message inside the document, stored by the same write as the change that caused it.</summary>
/// <param name="AwaitsAnswer">Stays until the receiver's own message says that it has stored the thing.</param>
public sealed record OutboxEntry(
    string Id, string Topic, string Type, string Payload, string? TraceParent, DateTimeOffset CreatedAt,
    DateTimeOffset DueAt, int Attempts, bool AwaitsAnswer)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    /// <summary>After the n-th publication without an answer: 15 s, 30 s, 1 min … 10 min.</summary>
    public static TimeSpan DelayAfter(int attempts) =>
        attempts >= 7 ? LongestDelay : TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << (attempts - 1), LongestDelay.Ticks));

    internal OutboxEntry Published(DateTimeOffset now) => this with { Attempts = Attempts + 1, DueAt = now + DelayAfter(Attempts + 1) };

    internal OutgoingMessage ToMessage(string key) => new(Id, Topic, key, Type, Payload, TraceParent, CreatedAt);
}
