using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Erp.Bench.Running;

/// <summary>The whole application of a checkout, started from its Release build as <c>erp run</c> starts it: two
/// replicas of each service, data in a folder of its own, traces sampled as in production.</summary>
internal sealed partial class RunningApplication : IAsyncDisposable
{
    /// <summary>Signs the callers' tokens.</summary>
    public const string SigningKey = "the-key-of-benchmarks-0123456789abcdefghijklmnopqrstuv";

    private const int Terminate = 15, Continue = 18, Stop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), EndPatience = TimeSpan.FromMinutes(2);
    private readonly string _data;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Dictionary<string, double> _healthy = [];
    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private RunningApplication(string data, string project, params string[] settings)
    {
        _data = data;
        string[] arguments = ["run", "--no-build", "-c", "Release", "--project", project, "--", .. settings];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                [Tree.Mark.Name] = Tree.Mark.Value,
                // As the published manifests say.
                ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
                ["OTEL_TRACES_SAMPLER_ARG"] = "0.05",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "60000",
            },
        })!;
    }

    /// <summary>Its processes.</summary>
    public ProcessTree Tree { get; } = new();

    /// <summary>Seconds until each resource was healthy, by the clock, and until all were.</summary>
    public IReadOnlyDictionary<string, double> SecondsToHealthy => _healthy;

    public double SecondsToStart { get; private set; }

    public Uri Employees { get; } = At(AppHost.LocalPorts.Employee);

    public Uri Requests { get; } = At(AppHost.LocalPorts.ApprovalRequest);

    public Uri Processing { get; } = At(AppHost.LocalPorts.ApprovalProcessing);

    public Uri Notifications { get; } = At(AppHost.LocalPorts.Notification);

    /// <summary>Addresses of the brokers.</summary>
    public string KafkaServers =>
        ProcessTree.Variable(Tree.Pids("notification-service")[0], "ConnectionStrings__kafka");

    /// <summary>Where each replica of a service listens itself, without the orchestrator's proxy.</summary>
    public IReadOnlyList<Uri> ReplicasOf(string service) =>
        [.. Tree.Pids(service).Select(pid => new Uri(ProcessTree.Variable(pid, "ASPNETCORE_URLS")))];

    /// <summary>The file of the approval store.</summary>
    public string ApprovalStore => Directory.EnumerateFiles(_data, "*.db", SearchOption.AllDirectories).Single();

    /// <summary>Starts it and waits until all resources are healthy.</summary>
    public static Task<RunningApplication> StartAsync(
        string checkout, CancellationToken cancellationToken, params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("erp-bench-").FullName;
        return HealthyAsync(
            new(data, Path.Combine(checkout, "Erp.AppHost"),
            [
                $"--Backing:DataFolder={data}", "--Backing:mongodb=embedded", "--Backing:kafka=embedded",
                "--Backing:mysql=installed", "--Backing:redis=installed", "--Backing:mail=embedded",
                $"--Parameters:auth-signing-key={SigningKey}",
                .. settings,
            ]),
            cancellationToken);
    }

    /// <summary>Starts Aspire with so many empty services and nothing else, and waits until they are healthy.</summary>
    public static Task<RunningApplication> StartBareAsync(
        string checkout, int services, CancellationToken cancellationToken) => HealthyAsync(
            new("", Path.Combine(checkout, "bench", "Erp.Bench.BareAppHost"),
            [
                typeof(RunningApplication).Assembly.Location, services.ToString(CultureInfo.InvariantCulture),
            ]),
            cancellationToken);

    private static async Task<RunningApplication> HealthyAsync(
        RunningApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.HealthyAsync(cancellationToken);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops one of its processes where it is.</summary>
    public static void Pause(int pid) => _ = Kill(pid, Stop);

    /// <summary>Lets it go on.</summary>
    public static void Resume(int pid) => _ = Kill(pid, Continue);

    /// <summary>Tells one of its processes to end.</summary>
    public static void End(int pid) => _ = Kill(pid, Terminate);

    /// <summary>Ends it, and waits until nothing of it works any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _ = Kill(_process.Id, Terminate);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        var clock = Stopwatch.StartNew();
        while (Tree.Lives() && clock.Elapsed < EndPatience) await Task.Delay(100, CancellationToken.None);
        _process.Dispose();
        if (_data.Length > 0) Directory.Delete(_data, recursive: true);
    }

    private async Task HealthyAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var all = new TaskCompletionSource();
        _reading = Task.WhenAll(
            ReadAsync(_process.StandardOutput, clock, all), ReadAsync(_process.StandardError, clock, all));
        _ = _reading.ContinueWith(_ => all.TrySetException(Failed("ended before it was healthy")), default,
            TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await all.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Failed($"is not healthy after {Patience.TotalMinutes:0} minutes");
        }
    }

    private async Task ReadAsync(StreamReader from, Stopwatch clock, TaskCompletionSource all)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            if (_said.Count > 200) _said.TryDequeue(out _);
            if (Healthy().Match(line) is { Success: true } one)
                _healthy[one.Groups[1].Value] = clock.Elapsed.TotalSeconds;
            if (!line.Contains("resources are healthy", StringComparison.Ordinal)) continue;
            SecondsToStart = clock.Elapsed.TotalSeconds;
            all.TrySetResult();
        }
    }

    private BenchException Failed(string what) =>
        new($"the application {what}. It said last:\n{string.Join('\n', _said.TakeLast(30))}");

    private static Uri At(int port) => new($"http://127.0.0.1:{port}");

    [GeneratedRegex(@"([a-z][a-z0-9-]*) is healthy after")]
    private static partial Regex Healthy();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
