using Aspire.Hosting.Pipelines;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Settings;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Pipeline;

/// <summary>Takes everything off the cluster of kubectl's current context again, in the order that leaves nothing
/// behind: targets while the load balancer's controller can still take them out, then pods and claims, and volumes by
/// the driver that made them. Each step can be run again after it was cut off.</summary>
internal sealed class Teardown(EksOptions options)
{
    private const string WaitForTargets = "5m";

    /// <summary>Pods serve for two minutes after they were told to end, one broker after the other.</summary>
    private const string WaitForPods = "15m";

    private const string WaitForVolumes = "10m";

    private static readonly Tool Kubectl = Cluster.Kubectl;

    private string[] _volumes = [];
    private bool _namespaceExists;

    /// <summary>Says what would go, and fails the step unless that namespace was named.</summary>
    public async Task ConfirmAsync(PipelineStepContext step)
    {
        var context = await Kubectl.AskAsync(step, "config", "current-context");
        var found = await Kubectl.AskAsync(step, "get", "namespace", options.Namespace, "--ignore-not-found",
            "--output", $"jsonpath={{.metadata.name}}={{.metadata.labels.{Escaped(Labels.PartOf)}}}");
        _namespaceExists = found.Length > 0;
        if (_namespaceExists && found != $"{options.Namespace}={Labels.System}")
        {
            throw new DistributedApplicationException($"Nothing was destroyed: namespace {options.Namespace} on "
                + $"{context} is not ours, it has no label {Labels.PartOf}={Labels.System}.");
        }
        // Also those that an earlier run has left, whose namespace is gone.
        _volumes = Words(await Kubectl.AskAsync(step, "get", "persistentvolumes", "--output", "jsonpath={range .items"
            + $"[?(@.spec.claimRef.namespace==\"{options.Namespace}\")]}}{{.metadata.name}} {{end}}"));
        if (!_namespaceExists && (_volumes is [] || options.KeepVolumes))
        {
            step.Logger.LogInformation("There is no namespace {Namespace} on {Context}: nothing to destroy.",
                options.Namespace, context);
            return;
        }
        if (_namespaceExists)
        {
            await Kubectl.RunAsync(step, "get", "targetgroupbindings,deployments,statefulsets,persistentvolumeclaims",
                "-n", options.Namespace);
        }
        if (options.ConfirmDestroy == options.Namespace) return;
        throw new DistributedApplicationException($"Nothing was destroyed. All of namespace {options.Namespace} on "
            + $"{context} goes with './erp destroy {options.Namespace}' "
            + $"(--Eks:{nameof(options.ConfirmDestroy)}={options.Namespace}): pods, Secrets, Kafka's data "
            + $"on {_volumes.Length} volumes. These stay with --keep-volumes "
            + $"(--Eks:{nameof(options.KeepVolumes)}=true).");
    }

    /// <summary>Until the controller has taken every pod out of its target group. It does so while it is there and the
    /// binding is: of a namespace that goes with its bindings, targets and rules of security groups can stay.</summary>
    public async Task UnbindAsync(PipelineStepContext step)
    {
        if (!_namespaceExists) return;
        await Kubectl.RunAsync(step, "delete", "targetgroupbindings", "--all", "-n", options.Namespace,
            "--timeout", WaitForTargets);
    }

    /// <summary>Volumes outlive their claims (<c>reclaimPolicy: Retain</c>), unless they are told not to before.
    /// </summary>
    public async Task ReleaseVolumesAsync(PipelineStepContext step)
    {
        if (_volumes is []) return;
        if (options.KeepVolumes)
        {
            step.Logger.LogInformation("Volumes that stay: {Volumes}", string.Join(' ', _volumes));
            return;
        }
        await Kubectl.RunAsync(step, ["patch", "persistentvolumes", .. _volumes, "--type", "merge",
            "--patch", """{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}"""]);
    }

    /// <summary>Until the namespace and the volumes are gone, and with the last of ours the storage class.</summary>
    public async Task DeleteAsync(PipelineStepContext step)
    {
        if (_namespaceExists)
        {
            await Kubectl.RunAsync(step, "delete", "namespace", options.Namespace, "--ignore-not-found",
                "--timeout", WaitForPods);
        }
        if (_volumes is not [] && !options.KeepVolumes)
        {
            await Kubectl.RunAsync(step, ["wait", "--for", "delete", .. _volumes.Select(v => $"persistentvolume/{v}"),
                "--timeout", WaitForVolumes]);
        }
        const string ours = $"{Labels.PartOf}={Labels.System}";
        if (await Kubectl.AskAsync(step, "get", "namespaces", "--selector", ours, "--output", "name") is "")
            await Kubectl.RunAsync(step, "delete", "storageclasses", "--selector", ours);
        step.Logger.LogInformation("What is left is outside the cluster: the load balancer with its target groups "
            + "(terraform destroy in deploy/terraform/), the images in {Registry}, and the databases.",
            options.Registry);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A label's name inside a path of JSONPath.</summary>
    private static string Escaped(string label) => label.Replace(".", "\\.", StringComparison.Ordinal);
}
