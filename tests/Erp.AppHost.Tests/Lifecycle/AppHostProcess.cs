using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Lifecycle;

/// <summary>The AppHost as a process of its own, as a user starts it, and everything that it started.</summary>
internal sealed partial class AppHostProcess : IDisposable
{
    private const string Marker = "ERP_TEST_RUN";
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly StringBuilder _console = new();
    private readonly Process _process;
    private readonly string _dataFolder;

    public AppHostProcess(string dataFolder, params string[] arguments)
    {
        _dataFolder = dataFolder;
        Directory.CreateDirectory(Home);
        // Not the one beside the tests: only what lies in the AppHost's own folder can be started as a program.
        var program = Eks.AppHostProcess.Built("Erp.AppHost", "Erp.AppHost.dll");
        // As from a terminal: a test run in the background has SIGINT ignored, which its children would inherit.
        var start = new ProcessStartInfo("env",
        [
            "--default-signal=INT", "dotnet", program, $"--Backing:DataFolder={dataFolder}",
            "--Backing:kafka=embedded", "--Backing:mongodb=embedded",
            "--Backing:mysql=installed", "--Backing:redis=installed",
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
                ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(dataFolder, "tmp")).FullName,
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPNETCORE_URLS"] = $"http://localhost:{FreePort.Next()}",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort.Next()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort.Next()}",
            },
        };
        _process = Process.Start(start)!;
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

    public Task SaysAsync(string text, TimeSpan within) => Eventually.GetAsync(
        () => Task.FromResult(Console), console => console.Contains(text, StringComparison.Ordinal), within);

    /// <summary>The living processes of this run, the AppHost included, with their command lines: those whose
    /// environment carries the run's mark, and those that work in its data folder (Redis writes its title over its
    /// environment).</summary>
    public IReadOnlyList<string> Living()
    {
        var living = new List<string>();
        var ids = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!);
        foreach (var id in ids.Where(id => char.IsAsciiDigit(id[0])))
        {
            try
            {
                var environment = File.ReadAllText($"/proc/{id}/environ");
                var marked = environment.Contains($"{Marker}={_run}", StringComparison.Ordinal);
                var folder = new FileInfo($"/proc/{id}/cwd").LinkTarget;
                if (marked || folder?.StartsWith(_dataFolder, StringComparison.Ordinal) == true)
                    living.Add($"{id}: {File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ')}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended while we looked.
            }
        }
        return living;
    }

    /// <summary>TCP ports on which processes of this run listen.</summary>
    public IReadOnlyList<int> ListeningPorts()
    {
        var sockets = Living().SelectMany(OpenFiles)
            .Where(file => file.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(socket => socket[8..^1]).ToHashSet();
        return [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == "0A" && sockets.Contains(fields[9]))
            .Select(fields => Convert.ToInt32(fields[1].Split(':')[1], 16))
            .Distinct()];
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Ends one of the living processes as a crash would.</summary>
    public static void Crash(string living) => Assert.Equal(0, Kill(IdOf(living), 9));

    /// <summary>What the open files of a living process are: paths, and names such as
    /// <c>anon_inode:inotify</c>.</summary>
    public static IReadOnlyList<string> OpenFiles(string living) => [.. TargetsOf($"/proc/{IdOf(living)}/fd")];

    public Task ExitedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the AppHost to end, and ends what is left after that.</summary>
    public void Dispose()
    {
        if (!_process.HasExited && Kill(_process.Id, 15) == 0) _process.WaitForExit(TimeSpan.FromSeconds(30));
        foreach (var process in Living()) _ = Kill(IdOf(process), 9);
        _process.Dispose();
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (_console) _console.AppendLine(line.Data);
    }

    private static int IdOf(string living) => int.Parse(living.Split(':')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<string> TargetsOf(string folder)
    {
        string[] links;
        try { links = Directory.GetFiles(folder); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { yield break; }
        foreach (var link in links)
        {
            string? target = null;
            try { target = new FileInfo(link).LinkTarget; }
            catch (IOException) { /* closed while we looked */ }
            if (target is not null) yield return target;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
