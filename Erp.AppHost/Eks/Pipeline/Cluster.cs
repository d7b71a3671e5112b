using Aspire.Hosting.Pipelines;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Pipeline;

/// <summary>The cluster of kubectl's current context, and the published folder that is meant for it.</summary>
internal sealed class Cluster(EksOptions options, string folder)
{
    private const string WaitForPods = "10m";

    /// <summary>A canary takes its time on purpose: two pauses of five minutes, measured in between.</summary>
    private const string WaitForCanary = "40m";

    public static readonly Tool Kubectl = new("kubectl", "install it from https://kubernetes.io/docs/tasks/tools");

    private static readonly Tool ArgoRollouts =
        new("kubectl-argo-rollouts", "install kubectl's plug-in from https://argo-rollouts.readthedocs.io");

    /// <summary>What is published counts, also where an autoscaler or somebody's hand has changed it since: without
    /// this the API server refuses such a field as somebody else's.</summary>
    private static readonly string[] OnTheServer = ["--server-side", "--force-conflicts"];

    /// <summary>Says what would change, in the words of diff.</summary>
    public async Task DiffAsync(PipelineStepContext step)
    {
        step.Logger.LogInformation("Cluster: {Context}", await Kubectl.AskAsync(step, "config", "current-context"));
        // The API server cannot try out objects in a namespace that it does not have.
        string[] ask = ["get", "namespace", options.Namespace, "--ignore-not-found", "--output", "name"];
        if (await Kubectl.AskAsync(step, ask) is "")
        {
            step.Logger.LogInformation("There is no namespace {Namespace} yet: everything is new.", options.Namespace);
            return;
        }
        // The Job is made anew each time. It could not be changed, so one that is still there would fail the diff.
        string[] butTheJob = ["--selector", $"{Labels.App}!={OwnKafka.TopicsJob}"];
        switch (await Kubectl.TryAsync(step, ["diff", .. OnTheServer, .. butTheJob, "-k", folder]))
        {
            case 0: step.Logger.LogInformation("Nothing would change."); break;
            case 1: break;
            default: throw new DistributedApplicationException("kubectl diff failed; what it said is above.");
        }
    }

    /// <summary>In the order of the published kustomization: what pods need, the brokers, the services.</summary>
    public async Task ApplyAsync(PipelineStepContext step, ClusterPlan plan)
    {
        // A Job cannot be changed, and one that has finished stays for ten minutes.
        if (plan.RunsBrokers)
            await InNamespaceAsync(step, "delete", "job", OwnKafka.TopicsJob, "--ignore-not-found");
        await Kubectl.RunAsync(step, ["apply", .. OnTheServer, "-k", folder]);
    }

    /// <summary>Until every workload runs what was applied; the brokers and their topics first: the services wait for
    /// them.</summary>
    public async Task WaitAsync(PipelineStepContext step, ClusterPlan plan)
    {
        if (plan.RunsBrokers)
        {
            await StatusAsync(step, $"statefulset/{OwnKafka.Name}");
            await InNamespaceAsync(step,
                "wait", "--for", "condition=complete", $"job/{OwnKafka.TopicsJob}", "--timeout", WaitForPods);
        }
        foreach (var service in plan.Running) await ReleaseAsync(step, service.Name);
        foreach (var service in await WithoutGateAsync(step))
        {
            step.Logger.LogInformation("{Service} has pods that the load balancer does not wait for.", service);
            if (options.IsDev) await InNamespaceAsync(step, "rollout", "restart", $"deployment/{service}");
            else await ArgoRollouts.RunAsync(step, "restart", service, "-n", options.Namespace);
            await ReleaseAsync(step, service);
        }
    }

    /// <summary>Until the pods of a service run what was applied. In production a Rollout has them, and only its
    /// plug-in tells this release from the last.</summary>
    private Task ReleaseAsync(PipelineStepContext step, string service) => options.IsDev
        ? StatusAsync(step, $"deployment/{service}")
        : ArgoRollouts.RunAsync(step, "status", service, "-n", options.Namespace, "--timeout", WaitForCanary);

    /// <summary>Services with pods that were made before the load balancer's controller knew their TargetGroupBinding:
    /// nobody gives them its readiness gate any more.</summary>
    private async Task<IEnumerable<string>> WithoutGateAsync(PipelineStepContext step)
    {
        var apps = await Kubectl.AskAsync(step, "get", "pods", "-n", options.Namespace,
            "--selector", $"{Labels.Component}={Labels.Components.Service}", "--output",
            "go-template={{range .items}}{{if not .spec.readinessGates}}{{.metadata.labels.app}} {{end}}{{end}}");
        return apps.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct();
    }

    private Task StatusAsync(PipelineStepContext step, string workload) =>
        InNamespaceAsync(step, "rollout", "status", workload, "--timeout", WaitForPods);

    private Task InNamespaceAsync(PipelineStepContext step, params string[] arguments) =>
        Kubectl.RunAsync(step, [.. arguments, "-n", options.Namespace]);
}
