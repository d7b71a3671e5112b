namespace Erp.TestSupport;

/// <summary>Names of the metrics that alerts and dashboards read.</summary>
public static class Metrics
{
    // ASP.NET Core and the runtime, in Prometheus' naming.
    public const string RequestDuration = "http_server_request_duration_seconds";
    public const string ActiveRequests = "http_server_active_requests";

    // Our own.
    public const string ConsumerLag = "erp_consumer_lag";
    public const string ConsumerLagAge = "erp_consumer_lag_age_seconds";
    public const string OutboxPending = "erp_outbox_pending";
    public const string OutboxAge = "erp_outbox_age_seconds";
    public const string DeadLetters = "erp_dead_letters_total";
    public const string ProducersReplaced = "erp_producers_replaced_total";
    public const string Consumed = "erp_messages_consumed_total";
    public const string Duplicates = "erp_messages_duplicate_total";
    public const string Published = "erp_messages_published_total";
    public const string Redelivered = "erp_messages_redelivered_total";
    public const string StoresRebuilt = "erp_stores_rebuilt_total";
    public const string StaleTokens = "erp_stale_tokens_refused_total";

    // The Kafka exporter's.
    public const string GroupLag = "kafka_consumergroup_lag";
    public const string UnderReplicated = "kafka_topic_partition_under_replicated_partition";
    public const string Brokers = "kafka_brokers";

    // cert-manager's, and kube-state-metrics'.
    public const string CertificateExpiry = "certmanager_certificate_expiration_timestamp_seconds";
    public const string ContainerStart = "kube_pod_container_state_started";
    public const string StatefulSetReady = "kube_statefulset_status_replicas_ready";
    public const string StatefulSetReplicas = "kube_statefulset_replicas";

    // The kubelet's, External Secrets' and Argo Rollouts'.
    public const string VolumeAvailable = "kubelet_volume_stats_available_bytes";
    public const string VolumeCapacity = "kubelet_volume_stats_capacity_bytes";
    public const string Restarts = "kube_pod_container_status_restarts_total";
    public const string AutoscalerReplicas = "kube_horizontalpodautoscaler_status_current_replicas";
    public const string AutoscalerMaximum = "kube_horizontalpodautoscaler_spec_max_replicas";
    public const string SecretCondition = "externalsecret_status_condition";
    public const string Rollout = "rollout_info";

    public static IReadOnlyList<string> OfServices { get; } =
    [
        RequestDuration, ActiveRequests, ConsumerLag, ConsumerLagAge, OutboxPending, OutboxAge, DeadLetters,
        ProducersReplaced, Consumed, Duplicates, Published, Redelivered, StoresRebuilt, StaleTokens,
    ];

    public static IReadOnlyList<string> OfExporter { get; } = [GroupLag, UnderReplicated, Brokers];

    public static IReadOnlyList<string> OfCluster { get; } =
    [
        CertificateExpiry, ContainerStart, VolumeAvailable, VolumeCapacity, Restarts, AutoscalerReplicas,
        AutoscalerMaximum, SecretCondition, Rollout, StatefulSetReady, StatefulSetReplicas,
    ];
}
