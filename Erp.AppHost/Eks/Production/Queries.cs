namespace Erp.AppHost.Eks.Production;

/// <summary>Names of the metrics that alerts and dashboards read; a test looks for each of them in a running application.</summary>
internal static class Metrics
{
    // ASP.NET Core and the runtime, in Prometheus' naming.
    public const string RequestDuration = "http_server_request_duration_seconds";
    public const string ActiveRequests = "http_server_active_requests";

    // Our own.
    public const string ConsumerLag = "erp_consumer_lag";
    public const string OutboxPending = "erp_outbox_pending";
    public const string DeadLetters = "erp_dead_letters_total";
    public const string Consumed = "erp_messages_consumed_total";
    public const string Published = "erp_messages_published_total";

    // The Kafka exporter's.
    public const string GroupLag = "kafka_consumergroup_lag";
    public const string UnderReplicated = "kafka_topic_partition_under_replicated_partition";
    public const string Brokers = "kafka_brokers";

    // cert-manager's, and kube-state-metrics'.
    public const string CertificateExpiry = "certmanager_certificate_expiration_timestamp_seconds";
    public const string ContainerStart = "kube_pod_container_state_started";

    public static IReadOnlyList<string> OfServices { get; } =
        [RequestDuration, ActiveRequests, ConsumerLag, OutboxPending, DeadLetters, Consumed, Published];

    public static IReadOnlyList<string> OfExporter { get; } = [GroupLag, UnderReplicated, Brokers];

    public static IReadOnlyList<string> OfCluster { get; } = [CertificateExpiry, ContainerStart];
}

/// <summary>The same question is asked once: alerts, dashboards and the analysis of a rollout share the queries.</summary>
internal static class Queries
{
    /// <summary>Share of answers that are server errors. <paramref name="matchers"/> narrow it.</summary>
    public static string ErrorRate(string matchers = "") =>
        $"sum by (app) (rate({Metrics.RequestDuration}_count{{{Join("http_response_status_code=~\"5..\"", matchers)}}}[5m])) / sum by (app) (rate({Metrics.RequestDuration}_count{{{matchers}}}[5m]))";

    /// <summary>Without sockets: a socket's request lasts as long as it is open.</summary>
    public static string LatencyP95(string matchers = "") =>
        $"histogram_quantile(0.95, sum by (app, le) (rate({Metrics.RequestDuration}_bucket{{{Join("http_route!~\"/ws/.*\"", matchers)}}}[5m])))";

    /// <summary>Pods that Prometheus reaches.</summary>
    public static string Scraped(string matchers) => $"sum(up{{{matchers}}})";

    public static string RequestRate { get; } = $"sum by (app) (rate({Metrics.RequestDuration}_count[5m]))";

    public static string Lag { get; } = MaxLag(Metrics.ConsumerLag);

    public static string LagThatStays { get; } = MaxLag(Lowest(Metrics.ConsumerLag));

    public static string GroupLag { get; } = MaxGroupLag(Metrics.GroupLag);

    public static string GroupLagThatStays { get; } = MaxGroupLag(Lowest(Metrics.GroupLag));

    public static string Pending { get; } = MaxPending(Metrics.OutboxPending);

    public static string PendingThatStays { get; } = MaxPending(Lowest(Metrics.OutboxPending));

    /// <summary>How many in ten minutes. A counter is not there before its first time, and what has no value before has no increase.</summary>
    public static string DeadLetters { get; } =
        $"sum by (app) (increase({Metrics.DeadLetters}[10m]) > 0 or ({Metrics.DeadLetters} unless {Metrics.DeadLetters} offset 10m))";

    public static string UnderReplicated { get; } = $"count(max by (topic, partition) ({Metrics.UnderReplicated}) > 0)";

    private static string MaxLag(string lag) => $"max by (topic, group) ({lag})";

    private static string MaxGroupLag(string lag) => $"max by (consumergroup, topic) (sum by (consumergroup, topic, pod) ({lag}))";

    private static string MaxPending(string pending) => $"max by (app) ({pending})";

    /// <summary>What never went below: at a low volume a single message that stays says as much as a thousand that wait.</summary>
    private static string Lowest(string gauge) => $"min_over_time({gauge}[15m])";

    /// <summary>Seconds that a certificate has left. Its namespace is that of cert-manager in some set-ups, so its name alone selects it.</summary>
    public static string CertificateLeft(string names) => $"min by (name) ({Metrics.CertificateExpiry}{{name=~\"{names}\"}}) - time()";

    /// <summary>Containers that run since before the certificate was issued that is there now.</summary>
    public static string OlderThanCertificate(string space, string container, string certificate, int validSeconds) =>
        $"{Metrics.ContainerStart}{{namespace=\"{space}\",container=\"{container}\"}} < scalar(max({Metrics.CertificateExpiry}{{name=\"{certificate}\"}})) - {validSeconds}";

    private static string Join(params string[] matchers) => string.Join(',', matchers.Where(m => m.Length > 0));
}
