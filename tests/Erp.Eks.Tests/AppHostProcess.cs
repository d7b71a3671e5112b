using System.Diagnostics;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The built AppHost in publish mode, as <c>erp publish</c> starts it.</summary>
internal static class AppHostProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Program = Repository.Built("Erp.AppHost", "Erp.AppHost.dll");

    /// <summary>Publishes to a folder.</summary>
    public static (int ExitCode, string Said) Publish(string output, params string[] options) =>
        Run(["--operation", "publish", "--step", "publish", "--output-path", output, .. options]);

    /// <summary>Writes the Aspire manifest.</summary>
    public static (int ExitCode, string Said) Manifest(string file) =>
        Run(["--publisher", "manifest", "--output-path", file]);

    /// <summary>Starts it with any arguments and variables.</summary>
    public static (int ExitCode, string Said) Run(
        IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var (exit, output, error) = Published.Run("dotnet", [Program, .. arguments], null, environment);
        return (exit, output + error);
    }

    /// <summary>Starts it, and does something while it runs.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        IEnumerable<string> arguments, Func<Process, Task> meanwhile, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await meanwhile(process);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
