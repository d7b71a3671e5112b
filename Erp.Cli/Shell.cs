using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Erp.Cli;

/// <summary>Runs other programs.</summary>
public static partial class Shell
{
    /// <summary>Runs to the end and gives exit code and all output; never throws for a failing program.</summary>
    public static async Task<(int ExitCode, string Output)> CaptureAsync(string program, IEnumerable<string> arguments, string? folder = null,
        params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, capture: true, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs with the console shared; gives the exit code.</summary>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, string? folder = null,
        params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, capture: false, environment);
        // Ctrl-C reaches the child by itself (same terminal); this program has to stay until the child has tidied up.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => c.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; Terminate(process); });
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Becomes the other program where the system can do that, so that signals and the exit code are its own.</summary>
    public static async Task<int> HandOverAsync(string program, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        if (OperatingSystem.IsWindows()) return await RunAsync(program, arguments, null, environment);
        foreach (var (name, value) in environment) _ = SetEnvironment(name, value ?? "", 1);
        _ = Execute(program, [program, .. arguments, null]);
        throw new ErpException($"could not start {program} (errno {Marshal.GetLastPInvokeError()}).");
    }

    private static Process Start(string program, IEnumerable<string> arguments, string? folder, bool capture, (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try { return Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception e) { throw new ErpException($"could not start {program}: {e.Message}."); }
    }

    /// <summary>Asks a process to end, as a terminal or an orchestrator does.</summary>
    public static void Terminate(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = Signal(process.Id, 15);
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);
}
