using YamlDotNet.Serialization;

namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record PodTemplate
{
    public required ObjectMeta Metadata { get; init; }
    public required PodSpec Spec { get; init; }
}

internal sealed record PodSpec
{
    public required string ServiceAccountName { get; init; }
    public bool AutomountServiceAccountToken { get; init; }

    public bool EnableServiceLinks { get; init; }
    public int? TerminationGracePeriodSeconds { get; init; }
    public required PodSecurityContext SecurityContext { get; init; }
    public Affinity? Affinity { get; init; }
    public required IReadOnlyList<Container> Containers { get; init; }
    public IReadOnlyList<Volume>? Volumes { get; init; }
}

internal sealed record Container
{
    public required string Name { get; init; }
    public string? Image { get; init; }
    public string? ImagePullPolicy { get; init; }
    public IReadOnlyList<ContainerPort>? Ports { get; init; }
    public IReadOnlyList<EnvVar>? Env { get; init; }
    public ResourceRequirements? Resources { get; init; }
    public Probe? StartupProbe { get; init; }
    public Probe? LivenessProbe { get; init; }
    public Probe? ReadinessProbe { get; init; }
    public Lifecycle? Lifecycle { get; init; }
    public ContainerSecurityContext? SecurityContext { get; init; }
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }
}

internal sealed record ContainerPort(string Name, [property: YamlMember(Alias = "containerPort")] int Port)
{
    public string Protocol { get; init; } = "TCP";
}

internal sealed record ResourceRequirements(ResourceQuantities Requests, ResourceQuantities Limits);

internal sealed record ResourceQuantities(string Cpu, string Memory);

internal sealed record PodSecurityContext
{
    public bool RunAsNonRoot { get; init; } = true;
    public required int RunAsUser { get; init; }
    public required int RunAsGroup { get; init; }
    public int? FsGroup { get; init; }
    public SeccompProfile SeccompProfile { get; init; } = new("RuntimeDefault");
}

internal sealed record SeccompProfile(string Type);

internal sealed record ContainerSecurityContext
{
    public bool AllowPrivilegeEscalation { get; init; }
    public bool ReadOnlyRootFilesystem { get; init; } = true;
    public Capabilities Capabilities { get; init; } = new(["ALL"]);
}

internal sealed record Capabilities(IReadOnlyList<string> Drop);

internal sealed record Probe
{
    public HttpGetAction? HttpGet { get; init; }
    public int? InitialDelaySeconds { get; init; }
    public int? PeriodSeconds { get; init; }
    public int? TimeoutSeconds { get; init; }
    public int? FailureThreshold { get; init; }
    public int? SuccessThreshold { get; init; }
}

internal sealed record HttpGetAction(string Path, string Port);

internal sealed record Lifecycle(LifecycleHandler PreStop);

/// <summary>The kubelet's own sleep (stable field since 1.30): needs no shell in the image.</summary>
internal sealed record LifecycleHandler(SleepAction Sleep);

internal sealed record SleepAction(int Seconds);
