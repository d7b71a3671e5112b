using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Base;

/// <summary>The Deployment of a service.</summary>
internal static class ServiceDeployment
{
    /// <summary>The user of the images.</summary>
    public const int User = 1000;

    /// <summary>For so long an NLB may go on sending new connections to a target that was taken out, whatever its
    /// deregistration delay is (aws-load-balancer-controller #2366).</summary>
    private const int NlbSendsSeconds = 120;

    /// <summary>How much longer than the load balancer sends a pod goes on serving before it is told to
    /// stop.</summary>
    private const int Margin = 5;

    /// <summary>That the program may take to finish requests, flush, commit and close sockets after SIGTERM.</summary>
    private const int ShutdownSeconds = 30;

    public static ResourceRequirements Resources { get; } = new(new("200m", "256Mi"), new("500m", "512Mi"));

    private static int PreStopSeconds(EksOptions options) =>
        Math.Max(NlbSendsSeconds, options.DeregistrationDelay) + Margin;

    /// <summary>From SIGTERM on.</summary>
    public const int DrainSeconds = ShutdownSeconds + Margin;

    private static int GraceSeconds(EksOptions options) => PreStopSeconds(options) + DrainSeconds;

    public static Deployment Write(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = ServiceFolder.Meta(plan, service),
        Spec = new()
        {
            Replicas = service.Replicas,
            RevisionHistoryLimit = 5,
            Selector = LabelSelector.App(service.Name),
            Strategy = new("RollingUpdate", new(MaxUnavailable: 1, MaxSurge: 1)),
            Template = new()
            {
                Metadata = new()
                {
                    Labels = Labels.For(service.Name, Labels.Components.Service),
                    Annotations = Labels.Sorted(("checksum/config", plan.ConfigChecksum(service))),
                },
                Spec = Pod(plan, service),
            },
        },
    };

    private static PodSpec Pod(ClusterPlan plan, ServicePlan service) => new()
    {
        ServiceAccountName = service.Name,
        TerminationGracePeriodSeconds = GraceSeconds(plan.Options),
        SecurityContext = new() { RunAsUser = User, RunAsGroup = User, FsGroup = User },
        Affinity = new(new([new(100, new(Topology.Zone, LabelSelector.App(service.Name)))])),
        Containers = [Container(plan, service)],
        Volumes = [new("tmp", new("64Mi"))],
    };

    private static Container Container(ClusterPlan plan, ServicePlan service) => new()
    {
        Name = service.Name,
        Image = $"{plan.Options.Registry}/{service.Image}:{plan.Options.Tag}",
        ImagePullPolicy = "IfNotPresent",
        Ports = [new("http", service.Port)],
        Env = service.Env,
        Resources = Resources,
        StartupProbe = service.Startup,
        LivenessProbe = service.Liveness,
        ReadinessProbe = service.Readiness,
        // Serve on while the NLB still sends; then SIGTERM, on which the program drains and tells sockets where to
        // resume.
        Lifecycle = new(new(new SleepAction(PreStopSeconds(plan.Options)))),
        SecurityContext = new(),
        VolumeMounts = [new("tmp", "/tmp")],
    };
}
