using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Model;

#pragma warning disable ASPIREPROBES001 // Probes of the model, for evaluation only so far.

/// <summary>The probes that the model gives a service (<c>WithHttpProbe</c>) as those of a container.</summary>
internal sealed class ProbeReader(ProjectResource service, ProblemList problems)
{
    public Probe Startup => Read(ProbeType.Startup);

    public Probe Liveness => Read(ProbeType.Liveness);

    public Probe Readiness => Read(ProbeType.Readiness);

    private Probe Read(ProbeType type)
    {
        var field = $"{type.ToString().ToLowerInvariant()} probe";
        var probe = service.Annotations.OfType<EndpointProbeAnnotation>().LastOrDefault(p => p.Type == type);
        if (probe is null)
        {
            problems.Add(service.Name, field, $"is missing: add .WithHttpProbe(ProbeType.{type}, \"/…\")");
            return new();
        }
        if (probe.EndpointReference.EndpointName != "http")
            problems.Add(service.Name, field, "is not on the endpoint http, the only one that pods have");
        return new()
        {
            HttpGet = new(probe.Path, "http"),
            InitialDelaySeconds = UnlessDefault(probe.InitialDelaySeconds, 0),
            PeriodSeconds = probe.PeriodSeconds,
            TimeoutSeconds = probe.TimeoutSeconds,
            FailureThreshold = probe.FailureThreshold,
            SuccessThreshold = UnlessDefault(probe.SuccessThreshold, 1),
        };
    }

    /// <summary>Null for what Kubernetes takes anyway.</summary>
    private static int? UnlessDefault(int value, int kubernetesDefault) => value == kubernetesDefault ? null : value;
}
