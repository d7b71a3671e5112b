using System.Diagnostics;

namespace Erp.AppHost.Backing;

/// <summary>Whether a container runtime answers; asked once.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> Answer = new(() => Ask("docker") || Ask("podman"));

    /// <summary>True when docker or podman reports a running server.</summary>
    public static bool Answers => Answer.Value;

    private static bool Ask(string program)
    {
        if (Programs.Find(program) is not { } path) return false;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["info", "--format", "{{.ID}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            if (process.WaitForExit(Patience)) return process.ExitCode == 0;
            process.Kill();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not a program that can be started here: no runtime.
        }
        return false;
    }
}
