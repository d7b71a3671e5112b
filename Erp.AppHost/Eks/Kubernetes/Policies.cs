namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record HorizontalPodAutoscaler() : KubernetesObject("autoscaling/v2", "HorizontalPodAutoscaler")
{
    public required HorizontalPodAutoscalerSpec Spec { get; init; }
}

internal sealed record HorizontalPodAutoscalerSpec
{
    public required ScaleTarget ScaleTargetRef { get; init; }
    public required int MinReplicas { get; init; }
    public required int MaxReplicas { get; init; }
    public required IReadOnlyList<Metric> Metrics { get; init; }
    public required ScalingBehavior Behavior { get; init; }
}

internal sealed record ScaleTarget(string ApiVersion, string Kind, string Name);

internal sealed record Metric(ResourceMetric Resource)
{
    public string Type { get; init; } = "Resource";
}

internal sealed record ResourceMetric(string Name, MetricTarget Target);

internal sealed record MetricTarget(string Type, int AverageUtilization);

internal sealed record ScalingBehavior(ScalingRules ScaleUp, ScalingRules ScaleDown);

internal sealed record ScalingRules(int StabilizationWindowSeconds, IReadOnlyList<ScalingPolicy> Policies);

internal sealed record ScalingPolicy(string Type, int Value, int PeriodSeconds);

internal sealed record PodDisruptionBudget() : KubernetesObject("policy/v1", "PodDisruptionBudget")
{
    public required PodDisruptionBudgetSpec Spec { get; init; }
}

internal sealed record PodDisruptionBudgetSpec
{
    public required int MinAvailable { get; init; }
    public required LabelSelector Selector { get; init; }

    /// <summary><c>AlwaysAllow</c>: a node can be drained of pods that are not ready, since their database is
    /// away.</summary>
    public string? UnhealthyPodEvictionPolicy { get; init; }
}
