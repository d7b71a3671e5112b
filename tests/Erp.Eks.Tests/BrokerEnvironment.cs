using System.Globalization;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The variables of a broker's container, its addresses replaced by loopback ones, and the properties that the
/// image makes of them.</summary>
/// <param name="variables">As they are published.</param>
/// <param name="folder">Where its data lies.</param>
/// <param name="mounted">Where on this machine is what its settings name.</param>
internal sealed class BrokerEnvironment(
    IReadOnlyList<Doc> variables, TemporaryFolder folder, Func<string, string> mounted)
{
    /// <summary>Variables of the image's start scripts; all others that begin with KAFKA_ become properties.</summary>
    private static readonly string[] NotProperties = ["KAFKA_HEAP_OPTS"];

    private readonly (int Broker, int Controller)[] _ports =
        [.. Enumerable.Range(0, KafkaProcesses.Count).Select(_ => (FreePort.Next(), FreePort.Next()))];

    public string BootstrapServers => string.Join(',', _ports.Select(p => $"127.0.0.1:{p.Broker}"));

    /// <summary>As the kubelet would fill them in, then moved to loopback.</summary>
    /// <param name="index">The broker.</param>
    /// <param name="gone">Others whose names nobody knows, since their pods are not there.</param>
    public Dictionary<string, string> Of(int index, params IEnumerable<int> gone)
    {
        var environment = new Dictionary<string, string>();
        foreach (var variable in variables)
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
        return environment.ToDictionary(p => p.Key, p => mounted(ToLoopback(index, p.Value, [.. gone])));
    }

    private string ToLoopback(int index, string value, int[] gone)
    {
        for (var i = 0; i < _ports.Length; i++)
        {
            // No name server is asked for a name with an empty part.
            var host = gone.Contains(i) ? $"kafka-{i}..nowhere" : "127.0.0.1";
            var name = $"kafka-{i}.kafka-headless.erp-dev.svc.cluster.local";
            value = value.Replace($"{name}:9093", $"{host}:{_ports[i].Controller}", StringComparison.Ordinal)
                .Replace($"{name}:9092", $"{host}:{_ports[i].Broker}", StringComparison.Ordinal);
        }
        return value.Replace("://:9092", $"://127.0.0.1:{_ports[index].Broker}", StringComparison.Ordinal)
            .Replace("://:9093", $"://127.0.0.1:{_ports[index].Controller}", StringComparison.Ordinal)
            .Replace("/var/lib/kafka/data", folder.File($"{index}.data"), StringComparison.Ordinal);
    }

    public static IEnumerable<string> Properties(Dictionary<string, string> environment) =>
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
