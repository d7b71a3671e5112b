namespace Erp.Eks.Tests;

/// <summary>P6: what the published policies allow, worked out as the cluster would, is exactly what the pods' own
/// configuration needs.</summary>
public sealed class NetworkPolicyTests
{
    private const string Vpc = "10.0.0.0/16";

    private static readonly IReadOnlyList<Doc> Policies =
        [.. Published.Component("network-policy").Of("NetworkPolicy")];

    private static readonly Doc[] Workloads =
        [.. Published.Dev.Where(o => o.Kind is "Deployment" or "StatefulSet" or "Job")];

    [Fact]
    public void P6_everything_is_denied_both_ways_by_default()
    {
        var deny = Policies.One("NetworkPolicy", "default-deny");
        Assert.Empty(deny.Map("spec", "podSelector"));
        Assert.Equal(["Ingress", "Egress"], deny.List("spec", "policyTypes").Select(t => t.Text()));
        Assert.False(deny.Has("spec", "ingress") || deny.Has("spec", "egress"));
    }

    [Fact]
    public void P6_between_pods_exactly_the_flows_that_their_configuration_names_are_open()
    {
        var allowed = from source in Workloads
                      from target in Workloads
                      from port in target.Container.List("ports").Select(p => p.Number("containerPort"))
                      where Allows(source, "egress", "to", target, port)
                          && Allows(target, "ingress", "from", source, port)
                      select $"{source.Name} -> {target.Name}:{port}";
        Assert.Equal(Needed().Order(), allowed.Distinct().Order());
    }

    [Fact]
    public void P6_nothing_is_open_on_one_side_only()
    {
        var outward = PodPeers("egress", "to").Select(f => $"{f.Owner} -> {f.Peer}:{f.Port}");
        var inward = PodPeers("ingress", "from").Select(f => $"{f.Peer} -> {f.Owner}:{f.Port}");
        Assert.Equal(outward.Order(), inward.Order());
    }

    [Theory]
    [InlineData("employee-service", 8081, "3306")]
    [InlineData("approval-request-service", 8082, "27017")]
    [InlineData("approval-processing-service", 8083, "6379")]
    [InlineData("notification-service", 8084, "6379")]
    public void P6_the_load_balancer_gets_in_and_only_the_own_database_and_the_token_authority_are_reached_outside(
        string name, int port, string database)
    {
        var policy = Policies.One("NetworkPolicy", name);
        Assert.Equal([$"{Vpc}:{port}"], Blocks(policy, "ingress", "from"));
        Assert.Equal(new[] { $"{Vpc}:{database}", "0.0.0.0/0:443" }.Order(), Blocks(policy, "egress", "to").Order());
    }

    [Fact]
    public void P6_names_are_resolved_and_telemetry_is_sent()
    {
        var dns = Assert.Single(Policies.One("NetworkPolicy", "allow-dns").List("spec", "egress"));
        Assert.Equal(["UDP/53", "TCP/53"], dns.List("ports").Select(p => $"{p.Text("protocol")}/{p.Text("port")}"));
        var collector = new Uri(
            Published.Dev.One("ConfigMap", "erp-config").Text("data", "OTEL_EXPORTER_OTLP_ENDPOINT")!);
        Assert.All(
            Published.Services,
            name =>
                Assert.Contains(
                    Policies.One("NetworkPolicy", name).List("spec", "egress"),
                    rule =>
                        rule.List("to")
                            .Any(p =>
                                p.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name")
                                == collector.Host.Split('.')[1]
                            ) && rule.List("ports").Any(p => p.Number("port") == collector.Port)));
    }

    /// <summary>Read from what the pods are told to connect to, not from the policies' source.</summary>
    private static IEnumerable<string> Needed()
    {
        var config = Published.Dev.One("ConfigMap", "erp-config").Map("data");
        foreach (var workload in Workloads)
        {
            foreach (var key in workload
                    .Container.List("env")
                    .Select(e => e.Text("valueFrom", "configMapKeyRef", "key"))
                    .OfType<string>())
            {
                if (key.EndsWith("_SERVICE_URL", StringComparison.Ordinal) && new Uri(config[key]) is var url)
                    yield return $"{workload.Name} -> {url.Host}:{url.Port}";
                if (key == "KAFKA_BOOTSTRAP_SERVERS")
                    yield return $"{workload.Name} -> kafka:{config[key].Split(':')[1]}";
            }
        }
        yield return "kafka -> kafka:9092";
        yield return "kafka -> kafka:9093";
    }

    private static bool Allows(Doc owner, string direction, string side, Doc peer, int port) =>
        Policies
            .Where(p => Selects(p.At("spec", "podSelector"), owner))
            .SelectMany(p => p.List("spec", direction))
            .Any(rule =>
                rule.List("ports").Any(p => p.Number("port") == port && p.Text("protocol") == "TCP")
                && rule.List(side)
                    .Any(p => p.Has("podSelector") && !p.Has("namespaceSelector") && Selects(p.At("podSelector"), peer))
            );

    private static bool Selects(Doc selector, Doc workload)
    {
        var labels = workload.Map("spec", "template", "metadata", "labels");
        return selector.Map("matchLabels").All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value);
    }

    private static IEnumerable<(string Owner, string Peer, int Port)> PodPeers(string direction, string side) =>
        from policy in Policies
        from rule in policy.List("spec", direction)
        from peer in rule.List(side)
        where peer.Has("podSelector") && !peer.Has("namespaceSelector")
        from port in rule.List("ports")
        select (
            policy.Text("spec", "podSelector", "matchLabels", "app")!, peer.Text("podSelector", "matchLabels", "app")!,
            port.Number("port"));

    private static IEnumerable<string> Blocks(Doc policy, string direction, string side) =>
        from rule in policy.List("spec", direction)
        from peer in rule.List(side)
        where peer.Has("ipBlock")
        from port in rule.List("ports")
        select $"{peer.Text("ipBlock", "cidr")}:{port.Text("port")}";
}
