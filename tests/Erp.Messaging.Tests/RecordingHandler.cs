using System.Collections.Concurrent;

namespace Erp.Messaging.Tests;

/// <summary>A handler that keeps what it was given, once per id as a real one would, and first does what the test
/// wants.</summary>
internal sealed class RecordingHandler(Journal journal) : IMessageHandler
{
    public async Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        journal.Tries.Add(message);
        await journal.Before(message, cancellationToken);
        return journal.Apply(message);
    }
}

/// <summary>What several replicas have handled together: the store of the test.</summary>
internal sealed class Journal
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = [];
    private readonly List<IncomingMessage> _handled = [];

    public Func<IncomingMessage, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentBag<IncomingMessage> Tries { get; } = [];

    public IReadOnlyList<IncomingMessage> Handled { get { lock (_lock) return [.. _handled]; } }

    /// <summary>False when it was applied before.</summary>
    public bool Apply(IncomingMessage message)
    {
        lock (_lock)
        {
            if (!_ids.Add(message.Id)) return false;
            _handled.Add(message);
            return true;
        }
    }

    /// <summary>Payloads of one key, in the order in which they took effect.</summary>
    public IEnumerable<string> Of(string key) => Handled.Where(m => m.Key == key).Select(m => m.Payload);
}
