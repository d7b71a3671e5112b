using System.Diagnostics;
using Repository = Erp.TestSupport.Repository;

namespace Erp.Cli.Tests;

/// <summary>The command line as a process, as <c>./erp</c> starts it.</summary>
internal static class ErpProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Where its own build put it: there lies what it needs at run time.
    private static readonly string Built = Repository.File(
        "tools", "Erp.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "erp.dll");

    public static Task<Result> RunAsync(
        IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        RunAsync(arguments, _ => Task.CompletedTask, environment);

    /// <summary>With something done while it runs.</summary>
    public static async Task<Result> RunAsync(
        IEnumerable<string> arguments, Func<Process, Task> meanwhile, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Built, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As wide as a table needs, so that no line is broken.
        start.Environment["COLUMNS"] = "300";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await meanwhile(process);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"erp {string.Join(' ', arguments)} did not end.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
        return new(process.ExitCode, await output, await error);
    }

    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>Refused with words that say what is wrong, not with a stack trace.</summary>
        public void AssertRefused(string why)
        {
            Assert.True(ExitCode != 0, $"exit code 0\n{Output}{Error}");
            Assert.Contains(why, Output + Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", Output + Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled exception", Output + Error, StringComparison.Ordinal);
        }
    }
}
