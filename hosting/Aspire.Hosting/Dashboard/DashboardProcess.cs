using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The dashboard as a child of the AppHost. It never outlives it: stopped with it, or by DCP's monitor after a crash.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_gracePeriod = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly Task _output;

    private DashboardProcess(Process process, Task output)
    {
        _process = process;
        _output = output;
    }

    /// <summary>Completes when the process has ended, with its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _output.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public static DashboardProcess Start(DashboardOptions options, Uri resourceService, DashboardLog log, ILogger logger)
    {
        var start = new ProcessStartInfo(options.Path!)
        {
            ArgumentList = { "dashboard" },
            WorkingDirectory = Path.GetDirectoryName(options.Path!)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in DashboardEnvironment.For(options, resourceService)) start.Environment[name] = value;

        var process = Process.Start(start)!;
        GiveWay(process);
        process.StandardInput.Close();
        var output = Task.WhenAll(log.ReadAsync(process.StandardOutput, LogLevel.Information), log.ReadAsync(process.StandardError, LogLevel.Error));
        ProcessGuard.Watch(options.DcpPath, owner: Environment.ProcessId, child: process.Id, logger);
        return new DashboardProcess(process, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // A dashboard that is asked politely drains its browsers' connections first; nobody waits for that.
            _process.Kill(entireProcessTree: true);
        }

        using var limit = new CancellationTokenSource(s_gracePeriod);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _output.WaitAsync(s_gracePeriod).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    // It starts at the same moment as the application, whose start matters more.
    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already, or the system does not allow it: neither is worth a word here.
        }
    }
}
