using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>The shared Secret from AWS Secrets Manager, read with an IAM role of the service account (IRSA).</summary>
internal static class ExternalSecrets
{
    public const string Name = "external-secrets";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var manager = plan.Options.SecretsManager;
        var data = plan.SecretKeys.Select(key =>
            new { SecretKey = key, RemoteRef = new { Key = manager.SecretName, Property = key } }).ToList();
        return new Folder($"components/{Name}",
                ("namespace", plan.Namespace),
                ("region", plan.SecretsRegion),
                ("role", manager.RoleArn),
                ("data", data))
            .AddTemplates()
            .Close(Kustomization.Component);
    }
}
