namespace Erp.AppHost.Eks.Plan;

/// <summary>One end of a flow: pods of an application, of a namespace, or addresses.</summary>
internal abstract record Peer
{
    internal sealed record App(string Name) : Peer;

    internal sealed record InNamespace(string Name) : Peer;

    /// <param name="Cidrs">Ranges, with commas in between.</param>
    internal sealed record Addresses(string Cidrs) : Peer;
}

/// <summary>A connection that somebody has to be able to open.</summary>
internal sealed record Flow(Peer From, Peer To, int Port, string Why);

/// <summary>The connections that the model needs. Network policies are written from it.</summary>
internal static class Flows
{
    public const string Internet = "0.0.0.0/0";

    public static IReadOnlyList<Flow> Of(ClusterPlan plan) =>
        [.. plan.Base.SelectMany(service => OfService(plan, service)), .. plan.RunsBrokers ? OfBrokers() : []];

    /// <summary>Those of one service.</summary>
    public static IEnumerable<Flow> OfService(ClusterPlan plan, ServicePlan service)
    {
        var self = new Peer.App(service.Name);
        var vpc = new Peer.Addresses(plan.Options.VpcCidrs);
        yield return new(vpc, self, service.Port, "the load balancer");
        foreach (var called in plan.Services.Where(s => service.Calls.Contains(s.Name)))
            yield return new(self, new Peer.App(called.Name), called.Port, "calls it");

        foreach (var backing in plan.Backings.Where(b => service.Uses.Contains(b.Kind)))
        {
            Peer server = backing == plan.Kafka && plan.RunsBrokers ? new Peer.App(OwnKafka.Name)
                : backing.Cidrs.Length > 0 ? new Peer.Addresses(backing.Cidrs)
                : vpc;
            foreach (var port in backing.Ports) yield return new(self, server, port, backing.Kind.ToString());
        }

        if (Collector(plan) is { } collector)
            yield return new(self, collector.Peer, collector.Port, "telemetry");
        // Wherever it is: its address is not known here, its port is.
        foreach (var (port, why) in service.Egress) yield return new(self, new Peer.Addresses(Internet), port, why);
        // Signing keys of the authority: Amazon Cognito's addresses are not fixed.
        yield return new(self, new Peer.Addresses(Internet), 443, "signing keys");
    }

    private static IEnumerable<Flow> OfBrokers()
    {
        var brokers = new Peer.App(OwnKafka.Name);
        yield return new(brokers, brokers, OwnKafka.BrokerPort, "replication");
        yield return new(brokers, brokers, OwnKafka.ControllerPort, "quorum");
        yield return new(new Peer.App(OwnKafka.TopicsJob), brokers, OwnKafka.BrokerPort, "makes topics");
    }

    private static (Peer Peer, int Port)? Collector(ClusterPlan plan)
    {
        if (plan.Options.OtlpEndpoint.Length == 0) return null;
        var uri = new Uri(plan.Options.OtlpEndpoint);
        // service.namespace is a name of the cluster; any other host is an address of the VPC.
        var parts = uri.Host.Split('.');
        return parts.Length == 2 || (parts.Length > 2 && parts[2] == "svc")
            ? (new Peer.InNamespace(parts[1]), uri.Port)
            : (new Peer.Addresses(plan.Options.VpcCidrs), uri.Port);
    }
}
