using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// After a kill -9 nobody is left in the AppHost to end what it has started. DCP has a command that watches a process and
/// ends another one with it, on every platform; it ends by itself when either of the two has gone.
/// </summary>
internal static class ProcessGuard
{
    public static void Watch(string? dcpPath, int owner, int child, ILogger logger)
    {
        if (!File.Exists(dcpPath))
        {
            logger.LogWarning("The dashboard may outlive a crash of the AppHost: there is no orchestrator at {Path} to watch over it", dcpPath ?? "(no path)");
            return;
        }

        try
        {
            using var monitor = Process.Start(new ProcessStartInfo(dcpPath)
            {
                // Errors only: a line written after the AppHost's end would kill the monitor (SIGPIPE) before its work is done.
                ArgumentList = { "monitor-process", "-v", "error", "--monitor", $"{owner}", "--child", $"{child}", "--monitor-interval", "1" },
                WorkingDirectory = Path.GetDirectoryName(dcpPath)!,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            monitor.StandardInput.Close();
        }
        catch (Win32Exception e)
        {
            logger.LogWarning(e, "The dashboard may outlive a crash of the AppHost: {Path} does not start", dcpPath);
        }
    }
}
