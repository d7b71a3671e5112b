using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>The shared Secret from AWS Secrets Manager, read with an IAM role of the service account (IRSA).</summary>
internal static class ExternalSecrets
{
    public const string Name = "external-secrets";
    private const string Account = "erp-external-secrets";
    private const string Store = "erp-secrets-manager";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var manager = plan.Options.SecretsManager;
        return new Folder($"components/{Name}")
            .Add(new ServiceAccount { Metadata = Meta(plan, Account) with { Annotations = Labels.Sorted(("eks.amazonaws.com/role-arn", manager.RoleArn)) } })
            .Add(new SecretStore
            {
                Metadata = Meta(plan, Store),
                Spec = new(new(new("SecretsManager", manager.Region, new(new(new(Account)))))),
            })
            .Add(new ExternalSecret
            {
                Metadata = Meta(plan, Shared.Secret),
                Spec = new()
                {
                    RefreshInterval = "1h",
                    SecretStoreRef = new(Store, "SecretStore"),
                    Target = new(Shared.Secret, "Owner"),
                    Data = [.. plan.SecretKeys.Select(key => new ExternalSecretData(key, new(manager.SecretName, key)))],
                },
            })
            .Close(Kustomization.Component);
    }

    private static ObjectMeta Meta(ClusterPlan plan, string name) => new() { Name = name, Namespace = plan.Namespace, Labels = Labels.Shared(name) };
}
