using System.Diagnostics;
using System.Text;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.Lifecycle.Tests;

/// <summary>The AppHost as a process of its own, as a user starts it, and everything that it started.</summary>
internal sealed class AppHostProcess : IRunningApplication, IDisposable
{
    private const string Marker = "ERP_TEST_RUN";
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly StringBuilder _console = new();
    private readonly Process _process;
    private readonly LivingProcess _self;
    private readonly string _dataFolder, _temporary;

    public AppHostProcess(string dataFolder, params string[] arguments) : this(dataFolder, null, arguments) { }

    /// <param name="dataFolder">Where its servers keep their data, and this process everything else.</param>
    /// <param name="openFiles">How many files each of its processes may have open; null where that is as for the
    /// tests.</param>
    /// <param name="arguments">Further ones of the command line.</param>
    public AppHostProcess(string dataFolder, int? openFiles, params string[] arguments)
    {
        Requires.Linux();
        _dataFolder = dataFolder;
        _temporary = Directory.CreateDirectory(Path.Combine(dataFolder, "tmp")).FullName;
        if (!File.Exists(Home)) Directory.CreateDirectory(Home);
        // Not the one beside the tests: only what lies in the AppHost's own folder can be started as a program.
        var program = Repository.Built("Erp.AppHost", "Erp.AppHost.dll");
        // As from a terminal: a test run in the background has SIGINT ignored, which its children would inherit.
        var start = new ProcessStartInfo("env",
        [
            "--default-signal=INT", .. openFiles is { } most ? ["prlimit", $"--nofile={most}"] : (string[])[],
            "dotnet", program, $"--Backing:DataFolder={dataFolder}",
            "--Backing:kafka=embedded", "--Backing:mongodb=embedded",
            "--Backing:mysql=installed", "--Backing:redis=installed", "--Backing:mail=embedded",
            $"--Parameters:auth-signing-key={Tokens.SigningKey}", "--DcpPublisher:RandomizePorts=true", .. arguments,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Projects.Erp_AppHost.ProjectPath,
            Environment =
            {
                [Marker] = _run,
                ["HOME"] = Home,
                ["TMPDIR"] = _temporary,
                // A proxy that leads nowhere: no call inside the application may go there.
                ["HTTP_PROXY"] = "http://127.0.0.1:9",
                ["HTTPS_PROXY"] = "http://127.0.0.1:9",
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPNETCORE_URLS"] = $"http://localhost:{FreePort.Next()}",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort.Next()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort.Next()}",
            },
        };
        _process = Process.Start(start)!;
        _self = new(_process.Id, "the AppHost");
        _process.OutputDataReceived += Remember;
        _process.ErrorDataReceived += Remember;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its user's home: one of its own, so that everything in it comes from this run.</summary>
    public string Home => Path.Combine(_dataFolder, "home");

    /// <summary>Everything that was written to the console so far.</summary>
    public string Console
    {
        get { lock (_console) return _console.ToString(); }
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>Waits until everything is up.</summary>
    public Task HealthyAsync() => SaysAsync("resources are healthy", TimeSpan.FromMinutes(3));

    public Task SaysAsync(string text, TimeSpan within) => Eventually.GetAsync(
        () => Task.FromResult(Console), console => console.Contains(text, StringComparison.Ordinal), within);

    /// <summary>The living processes of this run, the AppHost included.</summary>
    public IReadOnlyList<LivingProcess> Living() => LivingProcess.Of($"{Marker}={_run}", workingIn: _dataFolder);

    /// <summary>The living processes that run one of this repository's programs.</summary>
    public IReadOnlyList<LivingProcess> Running(string program) =>
        [.. Living().Where(p => p.CommandLine.Contains($"exec {Repository.Root}") && p.CommandLine.Contains(program))];

    /// <summary>A client for one service, past the orchestrator's proxy.</summary>
    public HttpClient Client(string service, string token)
    {
        var address = Living().Where(process => process.Variable("OTEL_SERVICE_NAME") == service)
            .Select(process => process.Variable("ASPNETCORE_URLS")).First(urls => urls is not null)!;
        return new HttpClient
        {
            BaseAddress = new Uri(address),
            DefaultRequestHeaders = { Authorization = new("Bearer", token) },
        };
    }

    /// <summary>TCP ports on which processes of this run listen.</summary>
    public IReadOnlyList<int> ListeningPorts()
    {
        var sockets = Living().SelectMany(process => process.OpenFiles())
            .Where(file => file.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(socket => socket[8..^1]).ToHashSet();
        return [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == "0A" && sockets.Contains(fields[9]))
            .Select(fields => Convert.ToInt32(fields[1].Split(':')[1], 16))
            .Distinct()];
    }

    /// <summary>Folders that were made for the orchestrator.</summary>
    public IReadOnlyList<string> OrchestratorFolders() => Directory.GetDirectories(_temporary, "aspire*");

    /// <summary>What the orchestrator keeps in its user's home, without the socket that its two processes share: it
    /// ends without waiting until that is deleted.</summary>
    public IReadOnlyList<string> OrchestratorFiles() =>
        [.. FilesIn(".cache/dcp").Where(file => !Path.GetFileName(file).StartsWith("dcp-notify-sock-"))];

    /// <summary>Sockets on which AppHosts listen to Aspire's command line.</summary>
    public IReadOnlyList<string> CommandLineSockets() => FilesIn(".aspire/cli/bch");

    public void Signal(int signal) => Assert.True(_self.Signal(signal));

    /// <summary>Waits until the AppHost and all that it started have ended.</summary>
    public async Task NothingLivesAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await ExitedAsync(patience.Token);
        await Eventually.GetAsync(() => Task.FromResult(Living()), living => living.Count == 0, within);
    }

    public Task ExitedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the AppHost to end, and ends what is left after that.</summary>
    public void Dispose()
    {
        if (!_process.HasExited && _self.Signal(15)) _process.WaitForExit(TimeSpan.FromSeconds(30));
        foreach (var process in Living()) process.Signal(9);
        _process.Dispose();
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (_console) _console.AppendLine(line.Data);
    }

    private string[] FilesIn(string folderOfHome)
    {
        var folder = Path.Combine(Home, folderOfHome);
        return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
    }
}
