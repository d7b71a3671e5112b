using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost's own Main on a thread of its own, and knows how far it has come.</summary>
internal sealed class EntryPoint(MethodInfo main, string[] args, BuilderHooks hooks)
{
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when Main returns, and fails when it throws.</summary>
    public Task Exited => _exited.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"{main.DeclaringType?.Assembly.GetName().Name}.EntryPoint" }.Start();

    /// <summary>The task's result, unless Main ends before that.</summary>
    public async Task<T> BeforeExitAsync<T>(Task<T> task, string what, CancellationToken cancellationToken)
    {
        await Task.WhenAny(task, Exited).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (task.IsCompleted) return await task.ConfigureAwait(false);
        await Exited.ConfigureAwait(false);
        throw new InvalidOperationException($"The AppHost's entry point ended without {what}.");
    }

    /// <summary>Completes when all hosted services of the application have been started.</summary>
    public static async Task<bool> StartedAsync(DistributedApplication application, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult(true));
        return await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            // Only what runs on from this thread hears of the hooks: several applications may be under test at once.
            BuilderHooks.Current = hooks;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [args]);
            _exited.TrySetResult();
        }
        catch (TargetInvocationException e)
        {
            _exited.TrySetException(e.InnerException ?? e);
        }
        catch (Exception e)
        {
            _exited.TrySetException(e);
        }

        // Nobody may be waiting any more.
        _ = _exited.Task.Exception;
    }
}
