using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Work;

/// <summary>What a service does again and again beside its requests. It never ends the service: what goes wrong is
/// said, each reason once, and tried again: soon at first, then less and less often.</summary>
/// <param name="trouble">Begins the line about a turn that failed: "The inboxes cannot be compared".</param>
/// <param name="pause">The longest after a turn that failed, or failed in part.</param>
/// <param name="faults">Knows what will pass: a line in the log for that, a stack trace for everything else.</param>
/// <param name="logger">Gets those lines.</param>
public abstract class RecurringWork(string trouble, TimeSpan pause, TransientFaults faults, ILogger logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private readonly Signal _wake = new();
    private readonly News _troubles = new();
    private bool _troubled;

    /// <summary>There is something to do: the next turn begins at once.</summary>
    public void Wake() => _wake.Set();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for what the first turn needs.</summary>
    protected virtual Task BeginAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>One turn.</summary>
    /// <returns>When the next one begins, unless it is woken before; null when all is done.</returns>
    protected abstract Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken);

    /// <summary>Does a part of a turn whose failure leaves the rest to be done.</summary>
    protected async Task TryAsync(Func<Task> part, CancellationToken stoppingToken)
    {
        try
        {
            await part();
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested) { /* the service ends */ }
        catch (Exception e) when (faults.IsTransient(e))
        {
            _troubled = true;
            if (_troubles.Is(e.GetType().Name))
                logger.LogWarning("{Trouble}, trying again: {Reason}", trouble, e.Message);
        }
#pragma warning disable CA1031 // It must not end the service, whose other work does not need it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _troubled = true;
            if (_troubles.Is(e.ToString())) logger.LogError(e, "{Trouble}, trying again", trouble);
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await BeginAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        var failures = 0;
        for (TimeSpan? next = pause; next is not null && !stoppingToken.IsCancellationRequested;)
        {
            _troubled = false;
            next = pause;
            await TryAsync(async () => next = await TurnAsync(stoppingToken), stoppingToken);
            failures = _troubled ? failures + 1 : 0;
            if (failures == 0) _troubles.Forget();
            else if (Backoff.Delay(failures, FirstPause, pause) is var soon && soon < next) next = soon;
            if (next is { } time)
                await _wake.WaitAsync(time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
