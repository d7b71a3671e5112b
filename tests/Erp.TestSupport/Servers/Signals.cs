using System.Diagnostics;
using System.Globalization;

namespace Erp.TestSupport;

/// <summary>POSIX signals to processes that a test knows.</summary>
public static class Signals
{
    /// <summary>Sends one: <c>TERM</c>, <c>INT</c>, <c>STOP</c>, <c>CONT</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such process, or no such signal.</exception>
    public static async Task SendAsync(int pid, string signal)
    {
        var (exitCode, _, error) = await Programs.RunAsync(
            new ProcessStartInfo("kill", ["-" + signal, pid.ToString(CultureInfo.InvariantCulture)]),
            CancellationToken.None);
        if (exitCode != 0) throw new InvalidOperationException($"{signal} did not reach process {pid}: {error.Trim()}");
    }
}
