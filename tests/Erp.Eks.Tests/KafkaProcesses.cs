using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The brokers of the committed StatefulSet as processes on this machine: the properties that its variables
/// yield, addresses replaced by loopback ones, and its own readiness script to say when the next one may
/// start.</summary>
internal sealed class KafkaProcesses : IAsyncDisposable
{
    private static readonly string Home = System.Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "";

    /// <summary>For brokers that live a minute: no second compiler, no threads for collecting garbage.</summary>
    private const string QuickStart = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /// <summary>Variables of the image's start scripts; all others that begin with KAFKA_ become properties.</summary>
    private static readonly string[] NotProperties = ["KAFKA_HEAP_OPTS"];

    private readonly TemporaryFolder _folder = new();
    private readonly (int Broker, int Controller)[] _ports =
        [.. Enumerable.Range(0, Count).Select(_ => (FreePort.Next(), FreePort.Next()))];
    private readonly ServerProcess?[] _running = new ServerProcess?[Count];

    public const int Count = 3;

    public string BootstrapServers => string.Join(',', _ports.Select(p => $"127.0.0.1:{p.Broker}"));

    public KafkaProcesses()
    {
        Requires.Linux();
        foreach (var (name, text) in Published.Dev.One("ConfigMap", "kafka-scripts").Map("data"))
            File.WriteAllText(_folder.File(name), text);
    }

    /// <summary>As the StatefulSet controller does: one after the other, each once the one before is ready.</summary>
    public async Task StartAllInOrderAsync()
    {
        for (var i = 0; i < Count; i++)
        {
            await StartAsync(i);
            await ReadyAsync(i);
        }
    }

    public async Task StartAsync(int index)
    {
        var environment = Environment(index);
        var properties = _folder.File($"{index}.properties");
        await File.WriteAllLinesAsync(properties, Properties(environment));
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

    public bool IsReady(int index, out string said)
    {
        (var exit, said) = Script("readiness.sh", [], Environment(index));
        return exit == 0;
    }

    public void MakeTopics(params string[] topics)
    {
        var (exit, said) = TopicsJob(topics);
        Assert.True(exit == 0, said);
    }

    /// <summary>What the Job's script makes of these topics.</summary>
    public (int ExitCode, string Said) TopicsJob(params string[] topics)
    {
        var environment = Published.Dev.One("Job", "kafka-topics").Container.List("env")
            .Where(e => e.Has("value"))
            .ToDictionary(e => e.Text("name")!, e => e.Text("value")!);
        environment["KAFKA_BOOTSTRAP_SERVERS"] = BootstrapServers;
        return Script("topics.sh", topics, environment);
    }

    public async Task KillAsync(int index)
    {
        await _running[index]!.DisposeAsync();
        _running[index] = null;
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
        _folder.Delete();
    }

    private (int ExitCode, string Said) Script(
        string name, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", [_folder.File(name), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["KAFKA_HOME"] = Home;
        start.Environment["KAFKA_JVM_PERFORMANCE_OPTS"] = QuickStart;
        start.Environment["LOG_DIR"] = _folder.File("tools.logs");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, (output.Result + error.Result).Trim());
    }

    /// <summary>The container's variables as the kubelet would fill them in, then moved to loopback.</summary>
    private Dictionary<string, string> Environment(int index)
    {
        var environment = new Dictionary<string, string>();
        foreach (var variable in Published.Dev.One("StatefulSet", "kafka").Container.List("env"))
        {
            var value = variable.Text("value") ?? variable.Text("valueFrom", "fieldRef", "fieldPath") switch
            {
                "metadata.name" => $"kafka-{index}",
                "metadata.labels['apps.kubernetes.io/pod-index']" => index.ToString(CultureInfo.InvariantCulture),
                var other => throw new InvalidOperationException($"No value for {other}."),
            };
            environment[variable.Text("name")!] =
                Regex.Replace(value, @"\$\((\w+)\)", m => environment[m.Groups[1].Value]);
        }
        return environment.ToDictionary(p => p.Key, p => ToLoopback(index, p.Value));
    }

    private string ToLoopback(int index, string value)
    {
        for (var i = 0; i < Count; i++)
        {
            value = value.Replace(
                $"kafka-{i}.kafka-headless.erp-dev.svc.cluster.local:9093", $"127.0.0.1:{_ports[i].Controller}",
                StringComparison.Ordinal)
                .Replace(
                    $"kafka-{i}.kafka-headless.erp-dev.svc.cluster.local:9092", $"127.0.0.1:{_ports[i].Broker}",
                    StringComparison.Ordinal);
        }
        return value.Replace("://:9092", $"://127.0.0.1:{_ports[index].Broker}", StringComparison.Ordinal)
            .Replace("://:9093", $"://127.0.0.1:{_ports[index].Controller}", StringComparison.Ordinal)
            .Replace("/var/lib/kafka/data", _folder.File($"{index}.data"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Properties(Dictionary<string, string> environment) =>
    [
        .. from variable in environment
           where variable.Key.StartsWith("KAFKA_", StringComparison.Ordinal) && !NotProperties.Contains(variable.Key)
           select $"{variable.Key["KAFKA_".Length..].ToLowerInvariant().Replace('_', '.')}={variable.Value}",
        // Speed of the test only: small internal topics, no wait for further members of a group, a small heap, and
        // 3 s in place of 9 until a broker that was killed counts as gone.
        "offsets.topic.num.partitions=3",
        "group.initial.rebalance.delay.ms=0",
        "broker.session.timeout.ms=3000",
        "broker.heartbeat.interval.ms=500",
        "log.cleaner.dedupe.buffer.size=10485760",
    ];
}
