namespace Erp.Messaging;

/// <summary>Wakes the relay of this process right after a change was stored, so that polling is only the safety
/// net.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>There is something to publish. Never blocks; several calls are as one.</summary>
    public void Set()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* already set */ }
    }

    /// <summary>Returns when set, or after <paramref name="timeout"/> for the safety-net poll.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _signal.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
