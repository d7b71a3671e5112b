using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>Canary releases by Argo Rollouts: a few pods of the new version first, measured against its own errors and latency, and back by
/// itself when they are bad. The NLB knows no weights (L4), so the weight is the share of pods.</summary>
internal static class Rollouts
{
    public const string Name = "rollouts";
    private const string Template = "erp-canary";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}")
            .Add(Analysis(plan))
            .AddPatch("deployment.yaml", [new("add", "/spec/replicas", 0)])
            .AddPatch("autoscaler.yaml",
            [
                new("replace", "/spec/scaleTargetRef/apiVersion", "argoproj.io/v1alpha1"),
                new("replace", "/spec/scaleTargetRef/kind", "Rollout"),
            ]);
        foreach (var service in plan.Services)
            folder.Add(Rollout(plan, service), service.Folder);
        return folder.Close(Kustomization.Component with
        {
            Patches =
            [
                new("deployment.yaml", new() { Kind = "Deployment", LabelSelector = ServiceFolder.Selector }),
                new("autoscaler.yaml", new() { Kind = "HorizontalPodAutoscaler", LabelSelector = ServiceFolder.Selector }),
            ],
        });
    }

    private static Rollout Rollout(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = ServiceFolder.Meta(plan, service),
        Spec = new()
        {
            RevisionHistoryLimit = 5,
            ProgressDeadlineSeconds = 600,
            ProgressDeadlineAbort = true,
            // The Deployment stays as the pod template, at no replicas: pods of its own would serve a new version unmeasured.
            WorkloadRef = new("apps/v1", "Deployment", service.Name, ScaleDown: "onsuccess"),
            Selector = LabelSelector.App(service.Name),
            Strategy = new(new()
            {
                MaxUnavailable = 0,
                MaxSurge = "20%",
                Analysis = new([new(Template)], StartingStep: 1,
                [
                    new("app") { Value = service.Name },
                    new("version") { ValueFrom = new("Latest") },
                ]),
                Steps = [Weight(20), Pause("5m"), Weight(50), Pause("5m")],
            }),
        },
    };

    private static CanaryStep Weight(int percent) => new() { SetWeight = percent };

    private static CanaryStep Pause(string duration) => new() { Pause = new(duration) };

    private static AnalysisTemplate Analysis(ClusterPlan plan) => new()
    {
        Metadata = new() { Name = Template, Namespace = plan.Namespace, Labels = Labels.Shared(Template) },
        Spec = new([new("app"), new("version")],
        [
            // No requests, as at night, are neither errors nor slow; a canary that nobody measures has not passed.
            Metric(plan, "measured", "len(result) > 0 && result[0] > 0", Queries.Scraped(Canary)),
            Metric(plan, "error-rate", $"{NoRequests} || result[0] < 0.02", Queries.ErrorRate(Canary)),
            Metric(plan, "latency-p95", $"{NoRequests} || result[0] < 0.5", Queries.LatencyP95(Canary)),
        ]),
    };

    private const string NoRequests = "len(result) == 0 || isNaN(result[0])";

    private const string Canary = "app=\"{{args.app}}\",rollouts_pod_template_hash=\"{{args.version}}\"";

    private static AnalysisMetric Metric(ClusterPlan plan, string name, string success, string query) => new()
    {
        Name = name,
        InitialDelay = "1m",
        Interval = "1m",
        FailureLimit = 2,
        SuccessCondition = success,
        Provider = new(new(plan.Options.PrometheusAddress, query)),
    };
}
