using System.Diagnostics;

namespace Erp.AppHost.Backing;

/// <summary>Finds programs, servers often in folders that are not on a user's PATH, and runs them to their
/// end.</summary>
internal static class Programs
{
    private static readonly string[] ServerFolders =
        ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];

    /// <summary>Full path of the first of these programs that is there; null when none is.</summary>
    public static string? Find(params string[] names)
    {
        var folders =
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(ServerFolders);
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (from name in names
                from folder in folders
                from ending in endings
                let path = Path.Combine(folder, name + ending)
                where File.Exists(path)
                select path).FirstOrDefault();
    }

    /// <summary>Runs one to its end; with whatever it started it is killed when nobody waits any longer.</summary>
    /// <param name="start">What to run, and how. Its output is redirected.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="input">What it can read; it shares ours when null.</param>
    /// <returns>Its exit code and what it wrote.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        ProcessStartInfo start, CancellationToken cancellationToken, string? input = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.RedirectStandardInput = input is not null;
        using var process = Process.Start(start)!;
        using var _ = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        // Of a program that is killed as well: whoever has inherited its pipes may hold them open.
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
