using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Erp.TestSupport;
using Programs = Erp.AppHost.Backing.Programs;

namespace Erp.Eks.Tests;

/// <summary>The brokers of the committed StatefulSet as processes on this machine: the properties that its variables
/// yield, addresses replaced by loopback ones, and its own readiness script to say when the next one may
/// start.</summary>
internal sealed class KafkaProcesses : IAsyncDisposable
{
    private static readonly string Home = System.Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "";

    /// <summary>For brokers that live a minute: no second compiler, no threads for collecting garbage.</summary>
    private const string QuickStart = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<Doc> _objects;
    private readonly BrokerEnvironment _environment;
    private readonly ServerProcess?[] _running = new ServerProcess?[Count];

    /// <summary>Whether its pod is there, and with it its name: longer than its container runs.</summary>
    private readonly bool[] _pods = new bool[Count];

    public const int Count = 3;

    /// <summary>Where it speaks TLS.</summary>
    public MountedCertificates? Certificates { get; }

    public string BootstrapServers => _environment.BootstrapServers;

    /// <param name="objects">That it is one of; those of dev when null.</param>
    public KafkaProcesses(IReadOnlyList<Doc>? objects = null)
    {
        Requires.Linux();
        _objects = objects ?? Published.Dev;
        if (_objects.Any(o => o.Kind == "Certificate")) Certificates = new(_objects, _folder);
        var brokers = _objects.One("StatefulSet", "kafka");
        _environment = new(
            brokers.Container.List("env"), _folder, value => Mounted(brokers.Pod, brokers.Container, value));
        foreach (var (name, text) in _objects.One("ConfigMap", "kafka-scripts").Map("data"))
            File.WriteAllText(_folder.File(name), text);
    }

    /// <summary>As the StatefulSet controller does when the pods are gone: one after the other, each once the one
    /// before is ready.</summary>
    public async Task StartAllInOrderAsync()
    {
        Array.Clear(_pods);
        for (var i = 0; i < Count; i++)
        {
            await StartAsync(i);
            await ReadyAsync(i);
        }
    }

    /// <summary>All at once, as after a rolling update: each is ready.</summary>
    public async Task StartAllAsync()
    {
        for (var i = 0; i < Count; i++) await StartAsync(i);
        for (var i = 0; i < Count; i++) await ReadyAsync(i);
    }

    public async Task StartAsync(int index)
    {
        _pods[index] = true;
        var environment = _environment.Of(index);
        var properties = _folder.File($"{index}.properties");
        await File.WriteAllLinesAsync(properties, BrokerEnvironment.Properties(environment));
        var java = new Dictionary<string, string>
        {
            ["KAFKA_HEAP_OPTS"] = "-Xms64m -Xmx256m",
            ["KAFKA_JVM_PERFORMANCE_OPTS"] = QuickStart,
            ["LOG_DIR"] = _folder.File($"{index}.logs"),
        };
        if (!Directory.Exists(_folder.File($"{index}.data")))
            await FormatAsync(environment["CLUSTER_ID"], properties, java);
        _running[index] = ServerProcess.Start(
            Path.Combine(Home, "bin", "kafka-server-start.sh"), [properties], _folder.File($"{index}.log"), java);
    }

    /// <summary>As the image does before every start; once formatted, a folder is left as it is.</summary>
    private async Task FormatAsync(string cluster, string properties, Dictionary<string, string> java)
    {
        await using var format = ServerProcess.Start(
            Path.Combine(Home, "bin", "kafka-storage.sh"),
            ["format", "-t", cluster, "-c", properties, "--ignore-formatted"], _folder.File("format.log"), java);
        Assert.Equal(0, await format.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>Waits until the manifest's readiness script says yes.</summary>
    public async Task ReadyAsync(int index)
    {
        var last = "";
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    if (IsReady(index, out last)) return true;
                    // Each try costs a dozen processes, on the machine on which the broker starts.
                    await Task.Delay(TimeSpan.FromMilliseconds(500));
                    return false;
                },
                TimeSpan.FromSeconds(120));
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new Xunit.Sdk.XunitException($"Broker {index}: {last}\n{e.Message}\n{_running[index]?.Output}");
        }
    }

    /// <summary>Waits until the script says no, and this.</summary>
    public async Task SaysAsync(int index, string expected) =>
        await Eventually.TrueAsync(
            () => Task.FromResult(!IsReady(index, out var said) && said == expected), TimeSpan.FromSeconds(60));

    public bool IsReady(int index, out string said)
    {
        (var exit, said) = Script("readiness.sh", [], ProbeEnvironment(index));
        return exit == 0;
    }

    /// <summary>What one probe of a broker that is in sync costs, with all that it starts.</summary>
    public TimeSpan CostOfProbe(int index)
    {
        var (exit, said) =
            Script("-c", [$"bash {_folder.File("readiness.sh")} && times"], ProbeEnvironment(index), isFile: false);
        Assert.True(exit == 0, said);
        // The last line is of the children: user and system.
        var times = Regex.Matches(said.Split('\n')[^1], @"(\d+)m([\d.]+)s");
        Assert.Equal(2, times.Count);
        return TimeSpan.FromSeconds(times.Sum(t =>
            (60 * double.Parse(t.Groups[1].Value, CultureInfo.InvariantCulture))
            + double.Parse(t.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    public void MakeTopics(params string[] topics)
    {
        var (exit, said) = TopicsJob(topics);
        Assert.True(exit == 0, said);
    }

    /// <summary>What the Job's script makes of these topics; of those that are published without any.</summary>
    public (int ExitCode, string Said) TopicsJob(params string[] topics)
    {
        var pod = _objects.One("Job", "kafka-topics").Pod;
        var container = pod.List("containers").Single();
        return Job(pod, container, topics.Length > 0 ? topics : container.List("args").Select(a => a.Text()!));
    }

    /// <summary>Gives everybody their rights, as the Job does before.</summary>
    public void GiveRights()
    {
        var pod = _objects.One("Job", "kafka-topics").Pod;
        var first = pod.List("initContainers").Single();
        var (exit, said) = Job(pod, first, first.List("args").Select(a => a.Text()!));
        Assert.True(exit == 0, said);
    }

    /// <summary>What a client was refused so far, in the brokers' words: on their output, or in the file of Kafka's own
    /// configuration.</summary>
    public IReadOnlyList<string> Refusals(string client) =>
    [
        .. from index in Enumerable.Range(0, Count)
           from log in (string[])[_folder.File($"{index}.log"), _folder.File($"{index}.logs/kafka-authorizer.log")]
           where File.Exists(log)
           from line in ServerProcess.ReadShared(log).Split('\n')
           where line.Contains($"Principal = User:{client} is Denied", StringComparison.Ordinal)
           select line,
    ];

    private (int ExitCode, string Said) Job(Doc pod, Doc container, IEnumerable<string> arguments)
    {
        var environment = container.List("env").Where(e => e.Has("value"))
            .ToDictionary(e => e.Text("name")!, e => Mounted(pod, container, e.Text("value")!));
        environment["KAFKA_BOOTSTRAP_SERVERS"] = BootstrapServers;
        var script = container.List("command")[^1].Text()!;
        return Script(Path.GetFileName(script), arguments, environment);
    }

    private string Mounted(Doc pod, Doc container, string value) =>
        Certificates?.InContainer(pod, container, value) ?? value;

    /// <summary>Kills its container; the pod stays.</summary>
    public async Task KillAsync(int index)
    {
        await _running[index]!.DisposeAsync();
        _running[index] = null;
    }

    /// <summary>As when the node goes, and the pod with it.</summary>
    public async Task LoseAsync(int index)
    {
        if (_running[index] is not null) await KillAsync(index);
        _pods[index] = false;
    }

    /// <summary>Asks all to stop at once, as when a whole namespace goes; what does not stop in time is
    /// killed.</summary>
    public async Task StopAllAsync()
    {
        await Task.WhenAll(_running.Select(async process =>
        {
            try { await process!.StopAsync("TERM", TimeSpan.FromSeconds(10)); }
            catch (TimeoutException) { await process!.KillAsync(); }
            await process!.DisposeAsync();
        }));
        Array.Clear(_running);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running.OfType<ServerProcess>()) await process.DisposeAsync();
        Certificates?.Dispose();
        _folder.Delete();
    }

    private (int ExitCode, string Said) Script(
        string name, IEnumerable<string> arguments, Dictionary<string, string> environment, bool isFile = true)
    {
        var start = new ProcessStartInfo("bash", [isFile ? _folder.File(name) : name, .. arguments]);
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["KAFKA_HOME"] = KafkaTools.WithAcls(Home, _folder);
        start.Environment["KAFKA_JVM_PERFORMANCE_OPTS"] = QuickStart;
        start.Environment["LOG_DIR"] = _folder.File("tools.logs");
        var (exitCode, output, error) = Programs.RunAsync(start, CancellationToken.None).GetAwaiter().GetResult();
        return (exitCode, (output + error).Trim());
    }

    /// <summary>As the probe sees the others: pods that are not there have no name.</summary>
    private Dictionary<string, string> ProbeEnvironment(int index)
    {
        var gone = Enumerable.Range(0, Count).Where(pod => pod != index && !_pods[pod]);
        var environment = _environment.Of(index, gone);
        environment["BROKER_PID"] = $"{_running[index]?.Id ?? 0}";
        environment["TMPDIR"] = Directory.CreateDirectory(_folder.File($"{index}.tmp")).FullName;
        return environment;
    }
}
