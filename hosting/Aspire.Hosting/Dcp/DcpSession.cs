using System.Diagnostics;
using System.Globalization;
using System.Text;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One running DCP: its process, its folder and the client of its API. DCP watches this process and ends with it,
/// together with everything that it started, even when this process is killed.
/// </summary>
internal sealed class DcpSession : IAsyncDisposable
{
    // A kubeconfig appears and a port opens within some hundred milliseconds; nothing announces either.
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CleanupPoll = TimeSpan.FromMilliseconds(25);

    // Settings of the AppHost itself, which no resource may inherit.
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    private readonly DcpOptions _options;
    private readonly ILogger _logger;
    private readonly string _folder;
    private int _disposed;

    private DcpSession(DcpOptions options, ILogger logger, string folder, DcpClient client)
    {
        _options = options;
        _logger = logger;
        _folder = folder;
        Client = client;
    }

    public DcpClient Client { get; }

    /// <summary>Holds credentials and logs; in the environment of every process of the session.</summary>
    public string Folder => _folder;

    public static async Task<DcpSession> StartAsync(DcpOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.CliPath))
            throw new DistributedApplicationException($"The orchestrator (DCP) is not at '{options.CliPath}'. Build the AppHost again: the build fetches it.");

        var folder = Directory.CreateTempSubdirectory("aspire-dcp").FullName;
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(options.StartTimeout);
            var client = await LaunchAsync(options, folder, timeout.Token).ConfigureAwait(false);
            return new DcpSession(options, logger, folder, client);
        }
        catch (Exception e)
        {
            TryDelete(folder);
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new DistributedApplicationException($"DCP did not answer within {options.StartTimeout.TotalSeconds:0} s of its start.", e);
            throw;
        }
    }

    /// <summary>Ends everything that DCP runs, waits for that, then ends DCP.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        using var timeout = new CancellationTokenSource(_options.StopTimeout);
        try
        {
            await Client.SetExecutionAsync(DcpExecution.CleaningResources, timeout.Token).ConfigureAwait(false);
            while ((await Client.GetExecutionAsync(timeout.Token).ConfigureAwait(false)).Status is not (DcpExecution.CleanupComplete or DcpExecution.Stopping))
                await Task.Delay(CleanupPoll, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DcpException or HttpRequestException or IOException or OperationCanceledException)
        {
            _logger.LogWarning("DCP did not confirm that all resources ended: {Reason}", e.Message);
        }

        try
        {
            using var last = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await Client.SetExecutionAsync(DcpExecution.Stopping, last.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DcpException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The server may close the connection before its answer is out; without an answer it ends with this process.
            _logger.LogDebug(e, "DCP's answer to the request to stop got lost.");
        }

        Client.Dispose();
        TryDelete(_folder);
    }

    private static async Task<DcpClient> LaunchAsync(DcpOptions options, string folder, CancellationToken cancellationToken)
    {
        var certificatePath = Path.Combine(folder, "server.crt");
        var keyPath = Path.Combine(folder, "server.key");
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        var certificate = DcpCertificate.Create(certificatePath, keyPath);

        using var process = StartProcess(options, folder, "start-apiserver", "--detach",
            "--monitor", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--monitor-interval", "1",
            "--kubeconfig", kubeconfig, "--tls-cert-file", certificatePath, "--tls-key-file", keyPath);

        DcpConnection? connection;
        while ((connection = DcpConnection.TryRead(kubeconfig, certificate)) is null)
        {
            if (process.Process is { HasExited: true, ExitCode: not 0 })
            {
                // Its last words may still be on their way.
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await process.Process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new DistributedApplicationException($"DCP ended with exit code {process.Process.ExitCode}: {process.Output}");
            }
            await Task.Delay(StartPoll, cancellationToken).ConfigureAwait(false);
        }

        var client = new DcpClient(connection.CreateHttpClient());
        for (; ; )
        {
            try
            {
                await client.GetExecutionAsync(cancellationToken).ConfigureAwait(false);
                return client;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(StartPoll, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static DcpProcess StartProcess(DcpOptions options, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(options.CliPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (!string.IsNullOrEmpty(options.ContainerRuntime))
        {
            start.ArgumentList.Add("--container-runtime");
            start.ArgumentList.Add(options.ContainerRuntime);
        }

        foreach (var name in NotInherited)
            start.Environment.Remove(name);
        // DCP deletes this folder when it ends.
        start.Environment["DCP_SESSION_FOLDER"] = folder;
        if (DcpCacheFolder.IsPrivate(options))
            DcpCacheFolder.Redirect(start.Environment, folder);
        if (!string.IsNullOrEmpty(options.DiagnosticsLogFolder))
            start.Environment["DCP_DIAGNOSTICS_LOG_FOLDER"] = options.DiagnosticsLogFolder;
        if (!string.IsNullOrEmpty(options.DiagnosticsLogLevel))
            start.Environment["DCP_DIAGNOSTICS_LOG_LEVEL"] = options.DiagnosticsLogLevel;
        return new DcpProcess(Process.Start(start)!);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // DCP is deleting it, or has.
        }
    }

    /// <summary>The launching process: it forks DCP off, so that a Ctrl-C in the terminal reaches only the AppHost, and ends.</summary>
    private sealed class DcpProcess : IDisposable
    {
        private readonly StringBuilder _output = new();

        public DcpProcess(Process process)
        {
            Process = process;
            process.OutputDataReceived += Append;
            process.ErrorDataReceived += Append;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public Process Process { get; }

        public string Output
        {
            get
            {
                lock (_output)
                    return _output.ToString().Trim();
            }
        }

        public void Dispose() => Process.Dispose();

        private void Append(object sender, DataReceivedEventArgs line)
        {
            lock (_output)
                _output.AppendLine(line.Data);
        }
    }
}
