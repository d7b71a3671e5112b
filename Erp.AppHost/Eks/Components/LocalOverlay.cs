using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>For kind or k3d: one pod of each service, one broker, plain databases, nothing of Amazon's.</summary>
internal static class LocalOverlay
{
    private const string Path = "overlays/local";

    /// <summary>What only a cloud has, or what would keep the one pod of a service where it is.</summary>
    private static readonly PatchTarget[] Unwanted =
    [
        new() { Kind = "TargetGroupBinding" },
        new() { Kind = "StorageClass" },
        new() { Kind = "HorizontalPodAutoscaler" },
        new() { Kind = "PodDisruptionBudget", LabelSelector = ServiceFolder.Selector },
    ];

    private static string Removal(PatchTarget target) => $"no-{target.Kind!.ToLowerInvariant()}.yaml";

    public static IEnumerable<ManifestFile> Write(
        ClusterPlan plan, IEnumerable<string> folders, SortOptions sortOptions)
    {
        var local = plan.Local!;
        var folder = new Folder(Path,
            ("namespace", plan.Namespace),
            ("mysql-image", ImageOf(local, BackingKind.MySql)),
            ("redis-image", ImageOf(local, BackingKind.Redis)),
            ("mongodb-image", ImageOf(local, BackingKind.MongoDb)));
        folder.AddTemplates()
            .AddPatch("configmap.yaml", [new("replace", "/data", local.Config)])
            .AddPatch("kafka.yaml", LocalKafka.Brokers(local))
            .AddPatch("kafka-topics.yaml", LocalKafka.Topics(local));
        foreach (var service in local.Base) folder.AddPatch($"{service.Folder}.yaml", Patch(local, service));
        foreach (var target in Unwanted) folder.AddRemoval(Removal(target), target.Kind!);
        return
        [
            .. folder.Close(
                Kustomization.Folder with
                {
                    Patches =
                    [
                        new("configmap.yaml", new() { Kind = "ConfigMap", Name = Shared.ConfigMap }),
                        new("kafka.yaml", new() { Kind = "StatefulSet", Name = OwnKafka.Name }),
                        new("kafka-topics.yaml", new() { Kind = "Job", Name = OwnKafka.TopicsJob }),
                        .. local.Base.Select(service => new KustomizePatch(
                            $"{service.Folder}.yaml", new() { Kind = "Deployment", Name = service.Name })),
                        .. Unwanted.Select(target => new KustomizePatch(Removal(target), target)),
                    ],
                    // As `./erp images` names them without a registry.
                    Images =
                    [
                        .. local.Base.Select(service => service.Image).Distinct().Order(StringComparer.Ordinal)
                            .Select(image =>
                                new KustomizeImage($"{plan.Options.Registry}/{image}") { NewName = image }),
                    ],
                    SecretGenerator = [SecretExample.Generator(plan)],
                    SortOptions = sortOptions,
                },
                above: folders.Select(name => $"../../{name}")),
            Secrets(local),
        ];
    }

    private static string ImageOf(ClusterPlan plan, BackingKind kind) =>
        plan.Backings.FirstOrDefault(b => b.Kind == kind)?.Image ?? "";

    private static IEnumerable<PatchOperation> Patch(ClusterPlan local, ServicePlan service)
    {
        const string pod = "/spec/template/spec";
        var template = ServiceDeployment.Write(local, service).Spec.Template;
        return
        [
            new("replace", "/spec/replicas", 1),
            new("replace", "/spec/template/metadata/annotations", template.Metadata.Annotations),
            // No load balancer sends on: there is nothing to wait for.
            new("replace", $"{pod}/terminationGracePeriodSeconds", ServiceDeployment.DrainSeconds),
            new("remove", $"{pod}/containers/0/lifecycle"),
            new("replace", $"{pod}/containers/0/env", template.Spec.Containers[0].Env),
        ];
    }

    /// <summary>These values work, on this machine only, and with a password that is made when they are
    /// copied.</summary>
    private static ManifestFile Secrets(ClusterPlan local)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in local.SecretKeys) values[key] = ManifestFile.Random;
        values["MYSQL_USERNAME"] = "erp";
        values["MONGODB_PASSWORD"] = ManifestFile.Random;
        values["MONGODB_URI"] = $"mongodb://erp:{ManifestFile.Random}@mongodb:27017/erp?authSource=admin";
        return ManifestFile.Raw($"{Path}/{SecretExample.EnvFile}.example",
            $"# `./erp publish` copies it to {SecretExample.EnvFile} (git-ignored) once, with a password in it that is"
            + " made then.\n"
            + string.Concat(values.Select(value => $"{value.Key}={value.Value}\n")));
    }
}
