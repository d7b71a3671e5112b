using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Erp.Bench.Running;

/// <summary>One more replica of a service, as a pod has it: in a control group whose limits its runtime knows, with
/// what its image sets. Callers reach it without a proxy.</summary>
internal sealed class Pod : IAsyncDisposable
{
    private const string Url = "ASPNETCORE_URLS";

    // The limits of the published pods.
    private const double Processors = 0.5;
    private const long Bytes = 512 << 20;

    // Of deploy/Dockerfile. Diagnostics stay on: pauses are read through them.
    private static readonly string[] Image =
    [
        "DOTNET_GCgen0size=0x400000", "DOTNET_GCHighMemPercent=0x32", "MALLOC_ARENA_MAX=2",
        "DOTNET_hostBuilder__reloadConfigOnChange=false",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), AskAgain = TimeSpan.FromMilliseconds(50);
    private readonly ControlGroup _group;
    private readonly Process _process;
    private readonly string _log;

    private Pod(ControlGroup group, Process process, string log, Uri address) =>
        (_group, _process, _log, Address) = (group, process, log, address);

    /// <summary>Of its HTTP interface.</summary>
    public Uri Address { get; }

    /// <summary>Of its process.</summary>
    public int Id => _process.Id;

    /// <summary>How long it took to be healthy, in seconds.</summary>
    public double SecondsToHealthy { get; private set; }

    /// <summary>What it has used since its start, in seconds of a processor.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Starts it beside the service's only replica, with its settings, and waits until it is
    /// healthy.</summary>
    public static async Task<Pod> StartAsync(
        RunningApplication app, string service, CancellationToken cancellationToken)
    {
        var replica = app.Tree.Pids(service).Single();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var group = new ControlGroup($"erp-bench-{service}", Processors, Bytes);
        var log = Path.GetTempFileName();
        var settings = Split(replica, "environ").Where(v => !v.StartsWith(Url + "=", StringComparison.Ordinal))
            .Append($"{Url}={address}").Concat(Image);
        // A shell joins the group first. It would drop names that are none to it: env gives them to the program.
        var join = string.Concat(group.Processes.Select(file => $"echo $$ >{file}; "));
        var start = new ProcessStartInfo(
            "sh", ["-c", $"{join}exec env -i \"$@\" >{log} 2>&1", "sh", .. settings, .. Split(replica, "cmdline")])
        {
            WorkingDirectory = new FileInfo($"/proc/{replica}/cwd").LinkTarget,
        };
        var pod = new Pod(group, Process.Start(start)!, log, address);
        try
        {
            await pod.HealthyAsync(cancellationToken);
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <summary>Resident memory in bytes, with all files that it maps; what it has mapped twice, as the runtime does
    /// with compiled code, counts once.</summary>
    public long Memory()
    {
        long bytes = 0;
        var twice = false;
        foreach (var line in File.ReadLines($"/proc/{Id}/smaps"))
        {
            if (line.Contains('-', StringComparison.Ordinal) && line[0] is not (>= 'A' and <= 'Z'))
                twice = line.Contains("memfd:doublemapper", StringComparison.Ordinal);
            else if (line.StartsWith("Rss:", StringComparison.Ordinal))
                bytes += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                    CultureInfo.InvariantCulture) * 1024 / (twice ? 2 : 1);
        }
        return bytes;
    }

    /// <summary>Throws when it is gone.</summary>
    public void CheckAlive()
    {
        if (_process.HasExited)
            throw new BenchException($"a pod has ended with {_process.ExitCode}. It said last:\n"
                + string.Join('\n', File.ReadLines(_log).TakeLast(30)));
    }

    /// <summary>Ends it as Kubernetes does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) RunningApplication.End(Id);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _group.Dispose();
        File.Delete(_log);
    }

    private async Task HealthyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var clock = Stopwatch.StartNew();
        while (!await IsHealthyAsync(http, cancellationToken))
        {
            CheckAlive();
            if (clock.Elapsed > Patience) throw new BenchException($"a pod is not healthy after {Patience}.");
            await Task.Delay(AskAgain, cancellationToken);
        }
        SecondsToHealthy = clock.Elapsed.TotalSeconds;
    }

    private async Task<bool> IsHealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "/health"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string[] Split(int pid, string file) =>
        File.ReadAllText($"/proc/{pid}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
