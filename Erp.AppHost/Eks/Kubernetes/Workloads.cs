namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Deployment() : KubernetesObject("apps/v1", "Deployment")
{
    public required DeploymentSpec Spec { get; init; }
}

internal sealed record DeploymentSpec
{
    public int? Replicas { get; init; }
    public int? RevisionHistoryLimit { get; init; }
    public required LabelSelector Selector { get; init; }
    public DeploymentStrategy? Strategy { get; init; }
    public required PodTemplate Template { get; init; }
}

internal sealed record DeploymentStrategy(string Type, RollingUpdateDeployment RollingUpdate);

internal sealed record RollingUpdateDeployment(int MaxUnavailable, int MaxSurge);

internal sealed record StatefulSet() : KubernetesObject("apps/v1", "StatefulSet")
{
    public required StatefulSetSpec Spec { get; init; }
}

internal sealed record StatefulSetSpec
{
    public required string ServiceName { get; init; }
    public required int Replicas { get; init; }
    public int? RevisionHistoryLimit { get; init; }
    public required string PodManagementPolicy { get; init; }
    public required StatefulSetUpdateStrategy UpdateStrategy { get; init; }
    public int? MinReadySeconds { get; init; }
    public required ClaimRetentionPolicy PersistentVolumeClaimRetentionPolicy { get; init; }
    public required LabelSelector Selector { get; init; }
    public required PodTemplate Template { get; init; }
    public required IReadOnlyList<PersistentVolumeClaimTemplate> VolumeClaimTemplates { get; init; }
}

internal sealed record StatefulSetUpdateStrategy(string Type);

internal sealed record ClaimRetentionPolicy(string WhenDeleted, string WhenScaled);

internal sealed record Job() : KubernetesObject("batch/v1", "Job")
{
    public required JobSpec Spec { get; init; }
}

internal sealed record JobSpec
{
    public required int BackoffLimit { get; init; }
    public required int ActiveDeadlineSeconds { get; init; }
    public required int TtlSecondsAfterFinished { get; init; }
    public required PodTemplate Template { get; init; }
}
