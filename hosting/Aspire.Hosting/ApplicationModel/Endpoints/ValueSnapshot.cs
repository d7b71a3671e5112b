namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that becomes known later and may change; readers wait for the first one.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class ValueSnapshot<T>
    where T : notnull
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether there is a value.</summary>
    public bool IsValueSet => _source.Task.IsCompletedSuccessfully;

    internal T Current => _source.Task.Result;

    /// <summary>Gets the value; waits until there is one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T> GetValueAsync(CancellationToken cancellationToken = default) => _source.Task.WaitAsync(cancellationToken);

    /// <summary>Sets or replaces the value.</summary>
    /// <param name="value">The value.</param>
    public void SetValue(T value)
    {
        lock (_gate)
        {
            Renew();
            _source.SetResult(value);
        }
    }

    /// <summary>Makes readers fail.</summary>
    /// <param name="exception">Why there is no value.</param>
    public void SetException(Exception exception)
    {
        lock (_gate)
        {
            Renew();
            _source.SetException(exception);
            _ = _source.Task.Exception; // Observed here: a value that nobody asks for is no error.
        }
    }

    // Readers of the first value hold the first task, so only a completed one is replaced.
    private void Renew()
    {
        if (_source.Task.IsCompleted)
        {
            _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
