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

    public static IReadOnlyList<string> OfServices { get; } =
        [RequestDuration, ActiveRequests, ConsumerLag, OutboxPending, DeadLetters, Consumed, Published];

    public static IReadOnlyList<string> OfExporter { get; } = [GroupLag, UnderReplicated, Brokers];
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

    public static string RequestRate { get; } = $"sum by (app) (rate({Metrics.RequestDuration}_count[5m]))";

    public static string Lag { get; } = $"max by (topic, group) ({Metrics.ConsumerLag})";

    public static string GroupLag { get; } = $"max by (consumergroup, topic) (sum by (consumergroup, topic, pod) ({Metrics.GroupLag}))";

    public static string Pending { get; } = $"max by (app) ({Metrics.OutboxPending})";

    public static string DeadLetters { get; } = $"sum by (app) (increase({Metrics.DeadLetters}[10m]))";

    public static string UnderReplicated { get; } = $"count(max by (topic, partition) ({Metrics.UnderReplicated}) > 0)";

    private static string Join(params string[] matchers) => string.Join(',', matchers.Where(m => m.Length > 0));
}
