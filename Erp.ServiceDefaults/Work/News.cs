namespace Erp.ServiceDefaults.Work;

/// <summary>Keeps a log readable while the same goes wrong again and again: each reason is worth one line, and another
/// one when it still stands after a while.</summary>
public sealed class News
{
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private string? _last;
    private long _staleAt;

    /// <summary>Whether this was not said just before.</summary>
    public bool Is(string text)
    {
        lock (_lock)
        {
            if (text == _last && Environment.TickCount64 < _staleAt) return false;
            (_last, _staleAt) = (text, Environment.TickCount64 + (long)Stale.TotalMilliseconds);
            return true;
        }
    }

    /// <summary>It is well again: whatever comes next is news.</summary>
    public void Forget()
    {
        lock (_lock) _last = null;
    }
}
