using Erp.Messaging;

namespace Erp.Approval.Requests.Domain;

/// <summary>An outgoing message inside the document, stored by the same write as the change that caused it.</summary>
/// <param name="AwaitsAnswer">Stays until the receiver's own message says that it has stored the thing;
/// otherwise it is done once the broker has it.</param>
public sealed record OutboxEntry(
    string Id, string Topic, string Type, string Payload, string? TraceParent, DateTimeOffset CreatedAt,
    DateTimeOffset DueAt, int Attempts, bool AwaitsAnswer)
{
    /// <summary>After the n-th publication without an answer: once, twice, four times … forty times the first delay (15
    /// s … 10 min).</summary>
    public static TimeSpan DelayAfter(int attempts, TimeSpan first) => first * Math.Min(40, Math.Pow(2, attempts - 1));

    internal OutboxEntry Published(DateTimeOffset now, TimeSpan first) =>
        this with { Attempts = Attempts + 1, DueAt = now + DelayAfter(Attempts + 1, first) };

    internal OutgoingMessage ToMessage(string key) =>
        new(Id, Topic, key, Type, Payload, TraceParent, CreatedAt) { Again = Attempts > 0 };
}
