using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Erp.TestSupport;

/// <summary>A test process that is told to end takes along what it started, and ends. Every host within it, a service
/// or the AppHost, listens to the same signals and waits for somebody to stop it, so that none would end the
/// process.</summary>
public static class EndOnSignal
{
    private const int CtrlC = 130, Terminated = 143;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<IAsyncDisposable, bool> Running = new();
    private static readonly List<PosixSignalRegistration> Registrations = [];
    private static int _ending;

    /// <summary>From now on it is disposed of when the process is told to end.</summary>
    public static void Add(IAsyncDisposable running) => Running.TryAdd(running, true);

    /// <summary>It is disposed of.</summary>
    public static void Remove(IAsyncDisposable running) => Running.TryRemove(running, out _);

    // In whatever test project: it may start hosts without asking for this.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Listen()
    {
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, CtrlC)));
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, Terminated)));
    }

    private static void End(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.Exchange(ref _ending, 1) == 1) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await Task.WhenAll(Running.Keys.Select(one => one.DisposeAsync().AsTask())).WaitAsync(Patience);
            }
            finally
            {
                Environment.Exit(exitCode);
            }
        });
    }
}
