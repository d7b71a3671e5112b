namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Rollout() : KubernetesObject("argoproj.io/v1alpha1", "Rollout")
{
    public required RolloutSpec Spec { get; init; }
}

internal sealed record RolloutSpec
{
    public required int RevisionHistoryLimit { get; init; }

    /// <summary>Seconds in which the next pod has to become available.</summary>
    public required int ProgressDeadlineSeconds { get; init; }

    /// <summary>Whether the stable version is back when that time is over; otherwise the rollout is only called degraded.</summary>
    public required bool ProgressDeadlineAbort { get; init; }

    /// <summary>The Deployment whose pod template the Rollout runs.</summary>
    public required WorkloadReference WorkloadRef { get; init; }

    public required LabelSelector Selector { get; init; }
    public required RolloutStrategy Strategy { get; init; }
}

internal sealed record WorkloadReference(string ApiVersion, string Kind, string Name, string ScaleDown);

internal sealed record RolloutStrategy(CanaryStrategy Canary);

internal sealed record CanaryStrategy
{
    public required int MaxUnavailable { get; init; }
    public required string MaxSurge { get; init; }

    /// <summary>Runs beside the steps from <see cref="BackgroundAnalysis.StartingStep"/> on; when it fails, the stable version is back.</summary>
    public required BackgroundAnalysis Analysis { get; init; }

    public required IReadOnlyList<CanaryStep> Steps { get; init; }
}

internal sealed record BackgroundAnalysis(IReadOnlyList<AnalysisReference> Templates, int StartingStep, IReadOnlyList<AnalysisArgument> Args);

internal sealed record AnalysisReference(string TemplateName);

internal sealed record AnalysisArgument(string Name)
{
    public string? Value { get; init; }
    public AnalysisValueFrom? ValueFrom { get; init; }
}

internal sealed record AnalysisValueFrom(string PodTemplateHashValue);

internal sealed record CanaryStep
{
    public int? SetWeight { get; init; }
    public CanaryPause? Pause { get; init; }
}

internal sealed record CanaryPause(string Duration);

internal sealed record AnalysisTemplate() : KubernetesObject("argoproj.io/v1alpha1", "AnalysisTemplate")
{
    public required AnalysisTemplateSpec Spec { get; init; }
}

internal sealed record AnalysisTemplateSpec(IReadOnlyList<AnalysisArgument> Args, IReadOnlyList<AnalysisMetric> Metrics);

internal sealed record AnalysisMetric
{
    public required string Name { get; init; }

    /// <summary>Before the first measurement: new pods have to be found and scraped first.</summary>
    public required string InitialDelay { get; init; }

    public required string Interval { get; init; }
    public required int FailureLimit { get; init; }
    public required string SuccessCondition { get; init; }
    public required AnalysisProvider Provider { get; init; }
}

internal sealed record AnalysisProvider(PrometheusQuery Prometheus);

internal sealed record PrometheusQuery(string Address, string Query);
