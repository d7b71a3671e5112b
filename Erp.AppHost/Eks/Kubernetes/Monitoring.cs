namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record PodMonitor() : KubernetesObject("monitoring.coreos.com/v1", "PodMonitor")
{
    public required PodMonitorSpec Spec { get; init; }
}

internal sealed record PodMonitorSpec
{
    public required LabelSelector Selector { get; init; }

    /// <summary>Labels of the pod that its series carry.</summary>
    public required IReadOnlyList<string> PodTargetLabels { get; init; }

    public required IReadOnlyList<MetricsEndpoint> PodMetricsEndpoints { get; init; }
}

internal sealed record MetricsEndpoint(string Port, string Path, string Interval);

internal sealed record PrometheusRule() : KubernetesObject("monitoring.coreos.com/v1", "PrometheusRule")
{
    public required PrometheusRuleSpec Spec { get; init; }
}

internal sealed record PrometheusRuleSpec(IReadOnlyList<RuleGroup> Groups);

internal sealed record RuleGroup(string Name, IReadOnlyList<AlertRule> Rules);

internal sealed record AlertRule(string Alert, string Expr, string For, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);
