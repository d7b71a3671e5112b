namespace Erp.Messaging.Kafka;

/// <summary>Those who wait until everything has been applied that is in a topic now.</summary>
internal sealed class CatchUps
{
    private readonly Lock _lock = new();
    private List<TaskCompletionSource> _waiting = [];

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _waiting.Add(caughtUp);
        return caughtUp.Task.WaitAsync(cancellationToken);
    }

    /// <summary>All who wait; to be told, or returned.</summary>
    public List<TaskCompletionSource> Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0) return [];
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    /// <summary>They could not be told: the topic is read again.</summary>
    public void Return(IEnumerable<TaskCompletionSource> taken)
    {
        lock (_lock) _waiting.AddRange(taken);
    }
}
