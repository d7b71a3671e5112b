using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Erp.Cli;

/// <summary>Runs other programs.</summary>
public static partial class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs to the end and gives exit code and all output; never throws for a failing program, but when this
    /// one is told to end meanwhile.</summary>
    public static async Task<(int ExitCode, string Output)> CaptureAsync(
        string program, IEnumerable<string> arguments, string? folder = null,
        params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, capture: true, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await EndAsync(process, Patience);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs with the console shared; gives the exit code.</summary>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, string? folder = null,
        params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, capture: false, environment);
        await EndAsync(process, Timeout.InfiniteTimeSpan);
        return process.ExitCode;
    }

    /// <summary>Becomes the other program where the system can do that, so that signals and the exit code are its
    /// own.</summary>
    public static async Task<int> HandOverAsync(
        string program, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        if (OperatingSystem.IsWindows()) return await RunAsync(program, arguments, null, environment);
        foreach (var (name, value) in environment) _ = SetEnvironment(name, value ?? "", 1);
        // From here on a signal means the other program.
        Interruption.Unwatch();
        Interruption.Token.ThrowIfCancellationRequested();
        _ = Execute(program, [program, .. arguments, null]);
        throw new ErpException($"could not start {program} (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Waits until it has ended. When this program is told to end, so is the other one, and it may tidy up
    /// before that.</summary>
    private static async Task EndAsync(Process process, TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync(Interruption.Token);
        }
        catch (OperationCanceledException)
        {
            // A Ctrl-C on the console has reached it by itself. MSBuild cancels a build for one; for SIGTERM it drops
            // everything, ends with 0 and leaves helpers behind.
            if (!Interruption.IsCtrlC) Send(process, Interrupt);
            using var limit = new CancellationTokenSource(patience);
            using var impatient = limit.Token.Register(() => Terminate(process));
            await process.WaitForExitAsync(CancellationToken.None);
        }
        Interruption.Token.ThrowIfCancellationRequested();
    }

    private static Process Start(
        string program, IEnumerable<string> arguments, string? folder, bool capture,
        (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ErpException($"could not start {program}: {e.Message}.");
        }
    }

    /// <summary>Asks a process to end, as a terminal or an orchestrator does.</summary>
    public static void Terminate(Process process) => Send(process, Termination);

    private const int Interrupt = 2, Termination = 15;

    private static void Send(Process process, int signal)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = Signal(process.Id, signal);
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);
}
