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
