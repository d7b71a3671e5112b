using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>For the road over aspirate: its Deployments, which know an image and no more, become ours. deploy/aspirate
/// puts them together.</summary>
internal static class Aspirate
{
    public const string Name = "aspirate";

    private const string Deployment = "Deployment";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}");
        foreach (var service in plan.Components) folder.AddRemoval(Removal(service), Deployment);
        foreach (var service in plan.Base)
            folder.AddPatch($"{service.Folder}.yaml", Patch(ServiceDeployment.Write(plan, service)));
        return folder.Close(Kustomization.Component with
        {
            Patches =
            [
                .. plan.Base.Select(service => new KustomizePatch(
                    $"{service.Folder}.yaml", new() { Kind = Deployment, Name = service.Name })),
                // A component is opted in to on this road too.
                .. plan.Components.Select(service => new KustomizePatch(
                    Removal(service), new() { Kind = Deployment, Name = service.Name })),
            ],
            // Without a registry aspirate names an image after its resource; with one it means an image that it built
            // itself.
            Images =
            [
                .. plan.Base.Select(service => new KustomizeImage(service.Name)
                {
                    NewName = $"{plan.Options.Registry}/{service.Image}",
                    NewTag = plan.Options.Tag,
                }),
            ],
        });
    }

    private static string Removal(ServicePlan service) => $"no-{service.Folder}.yaml";

    private static IEnumerable<PatchOperation> Patch(Kubernetes.Deployment ours)
    {
        const string pod = "/spec/template/spec";
        const string container = pod + "/containers/0";
        var (template, first) = (ours.Spec.Template, ours.Spec.Template.Spec.Containers[0]);
        return
        [
            new("add", "/metadata/labels", ours.Metadata.Labels),
            new("add", "/spec/replicas", ours.Spec.Replicas),
            new("add", "/spec/revisionHistoryLimit", ours.Spec.RevisionHistoryLimit),
            new("add", "/spec/strategy", ours.Spec.Strategy),
            new("remove", "/spec/minReadySeconds"),
            new("add", "/spec/template/metadata/labels", template.Metadata.Labels),
            new("add", "/spec/template/metadata/annotations", template.Metadata.Annotations),
            new("add", $"{pod}/serviceAccountName", template.Spec.ServiceAccountName),
            new("add", $"{pod}/automountServiceAccountToken", template.Spec.AutomountServiceAccountToken),
            new("add", $"{pod}/enableServiceLinks", template.Spec.EnableServiceLinks),
            new("add", $"{pod}/terminationGracePeriodSeconds", template.Spec.TerminationGracePeriodSeconds),
            new("add", $"{pod}/securityContext", template.Spec.SecurityContext),
            new("add", $"{pod}/affinity", template.Spec.Affinity),
            new("add", $"{pod}/volumes", template.Spec.Volumes),
            new("add", $"{container}/ports", first.Ports),
            // Aspirate's own variables name containers that do not run here.
            new("remove", $"{container}/envFrom"),
            new("add", $"{container}/env", first.Env),
            new("add", $"{container}/resources", first.Resources),
            new("add", $"{container}/startupProbe", first.StartupProbe),
            new("add", $"{container}/livenessProbe", first.LivenessProbe),
            new("add", $"{container}/readinessProbe", first.ReadinessProbe),
            new("add", $"{container}/lifecycle", first.Lifecycle),
            new("add", $"{container}/securityContext", first.SecurityContext),
            new("add", $"{container}/volumeMounts", first.VolumeMounts),
        ];
    }
}
