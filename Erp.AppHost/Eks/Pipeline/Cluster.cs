using Aspire.Hosting.Pipelines;
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

    private static readonly Tool Kubectl = new("kubectl", "install it from https://kubernetes.io/docs/tasks/tools");

    private static readonly Tool ArgoRollouts =
        new("kubectl-argo-rollouts", "install kubectl's plug-in from https://argo-rollouts.readthedocs.io");

    private bool IsDev => options.Environment == EksOptions.Dev;

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
        switch (await Kubectl.TryAsync(step, "diff", "--server-side", "-k", folder))
        {
            case 0: step.Logger.LogInformation("Nothing would change."); break;
            case 1: break;
            default: throw new DistributedApplicationException("kubectl diff failed; what it said is above.");
        }
    }

    public Task ApplyAsync(PipelineStepContext step) =>
        Kubectl.RunAsync(step, "apply", "--server-side", "-k", folder);

    /// <summary>Until every workload runs what was applied; the brokers first: the services wait for them.</summary>
    public async Task WaitAsync(PipelineStepContext step, ClusterPlan plan)
    {
        if (plan.RunsBrokers) await StatusAsync(step, $"statefulset/{OwnKafka.Name}");
        foreach (var service in plan.Services)
        {
            if (IsDev) await StatusAsync(step, $"deployment/{service.Name}");
            else await CanaryAsync(step, service.Name);
        }
    }

    /// <summary>In production a Rollout has the pods, and only its plug-in tells this release from the last.</summary>
    private Task CanaryAsync(PipelineStepContext step, string rollout) =>
        ArgoRollouts.RunAsync(step, "status", rollout, "-n", options.Namespace, "--timeout", WaitForCanary);

    private Task StatusAsync(PipelineStepContext step, string workload) =>
        Kubectl.RunAsync(step, "rollout", "status", workload, "-n", options.Namespace, "--timeout", WaitForPods);
}
