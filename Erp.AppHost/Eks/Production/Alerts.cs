using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Production;

/// <summary>What somebody has to be told about. Each alert's runbook is a heading of docs/runbook.md.</summary>
internal static class Alerts
{
    private const string Runbook = "docs/runbook.md#";

    public static PrometheusRule Write(ClusterPlan plan) => new()
    {
        Metadata = new() { Name = "erp", Namespace = plan.Namespace, Labels = Labels.For("erp", Labels.Components.Monitoring) },
        Spec = new(
        [
            new("erp-services",
            [
                Alert("ErpErrorRate", $"{Queries.ErrorRate()} > 0.02", "5m", "critical", "{{ $labels.app }} answers more than 2 % of its requests with an error"),
                Alert("ErpLatency", $"{Queries.LatencyP95()} > 0.5", "10m", "warning", "95 % of the requests of {{ $labels.app }} take longer than half a second"),
            ]),
            new("erp-messages",
            [
                Alert("ErpConsumerLag", $"{Queries.Lag} > 1000 or {Queries.LagThatStays} > 0", "5m", "warning", "{{ $labels.group }} is behind on {{ $labels.topic }}"),
                Alert("ErpOutboxPending", $"{Queries.Pending} > 100 or {Queries.PendingThatStays} > 0", "5m", "critical", "{{ $labels.app }} cannot publish what it has stored"),
                Alert("ErpDeadLetters", $"{Queries.DeadLetters} > 0", "1m", "warning", "{{ $labels.app }} put messages aside that it cannot process"),
            ]),
            new("erp-kafka",
            [
                Alert("ErpKafkaGroupLag", $"{Queries.GroupLag} > 1000 or {Queries.GroupLagThatStays} > 0", "10m", "critical", "{{ $labels.consumergroup }} is behind on {{ $labels.topic }}"),
                Alert("ErpKafkaUnderReplicated", $"{Queries.UnderReplicated} > 0", "5m", "critical", "{{ $value }} partitions have fewer copies in sync than they should"),
                .. plan.Kafka is not null
                    ? new[] { Alert("ErpKafkaBrokerMissing", $"max({Metrics.Brokers}) < {KafkaPlan.Brokers} or absent({Metrics.Brokers})", "5m", "critical", "Not all brokers are up, or nobody counts them") }
                    : [],
            ]),
            .. plan.Kafka is null ? Array.Empty<RuleGroup>() : [Certificates(plan)],
        ]),
    };

    /// <summary>Only where cert-manager is scraped; elsewhere they are silent. A certificate is renewed 30 days before its end.</summary>
    private static RuleGroup Certificates(ClusterPlan plan) => new("erp-certificates",
    [
        Alert("ErpCertificateNotRenewed", $"{Queries.CertificateLeft("kafka-.*")} < {21 * Day}", "1h", "critical", "{{ $labels.name }} should have been renewed and ends in {{ $value | humanizeDuration }}"),
        Stale(plan, KafkaPlan.Name, KafkaTls.BrokerSecret),
        Stale(plan, KafkaExporter.Name, KafkaTls.ClientSecret),
    ]);

    private const int Day = 24 * 60 * 60;

    /// <summary>For programs that read their certificate at their start only.</summary>
    private static AlertRule Stale(ClusterPlan plan, string container, string certificate) => Alert(
        "ErpCertificateStale", Queries.OlderThanCertificate(plan.Namespace, container, certificate, KafkaTls.ValidDays * Day), "1h", "warning",
        "{{ $labels.pod }} still uses the certificate before the last renewal; restart it");

    private static AlertRule Alert(string name, string expression, string hold, string severity, string summary) => new(
        name, expression, hold, Labels.Sorted(("severity", severity)), Labels.Sorted(("runbook", Runbook + name.ToLowerInvariant()), ("summary", summary)));
}
