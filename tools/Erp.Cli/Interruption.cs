using System.Runtime.InteropServices;

namespace Erp.Cli;

/// <summary>Ctrl-C, and being told to end: who works for us is told too, and nothing is begun after it.</summary>
public static class Interruption
{
    private const int CtrlC = 130;
    private static readonly CancellationTokenSource Source = new();
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>Cancelled at the first signal.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>What a program ends with that a signal has ended: 128 and the signal's number. 0 before that.</summary>
    public static int ExitCode { get; private set; }

    /// <summary>Whether that signal was a Ctrl-C.</summary>
    public static bool IsCtrlC => ExitCode == CtrlC;

    /// <summary>From now on the first signal cancels <see cref="Token"/>; the second one ends this program at
    /// once.</summary>
    public static void Watch()
    {
        On(PosixSignal.SIGINT, CtrlC);
        On(PosixSignal.SIGTERM, 143);
    }

    /// <summary>Signals end this program at once again, as if nobody had watched.</summary>
    public static void Unwatch()
    {
        foreach (var registration in Registrations) registration.Dispose();
        Registrations.Clear();
    }

    private static void On(PosixSignal signal, int exitCode) =>
        Registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !Source.IsCancellationRequested;
            ExitCode = exitCode;
            Source.Cancel();
        }));
}
