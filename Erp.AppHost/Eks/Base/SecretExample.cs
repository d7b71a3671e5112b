using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Base;

/// <summary>The committed example of the git-ignored file that dev's Secret is built from. Its values work nowhere: a
/// key that everybody can read would be taken by the services as a good one, were it long enough.</summary>
internal static class SecretExample
{
    public const string EnvFile = "erp-secret.env";

    private static readonly Dictionary<string, string> Hints = new(StringComparer.Ordinal)
    {
        ["MONGODB_URI"] = "mongodb://erp:change-me@mongodb.erp.internal:27017/erp?tls=true",
    };

    public static SecretGenerator Generator(ClusterPlan plan) =>
        new(Shared.Secret, plan.Namespace, [EnvFile], new(true, Labels.Shared(Shared.Secret)));

    public static ManifestFile Write(ClusterPlan plan) => ManifestFile.Raw($"{EnvFile}.example",
        $"# Copy to {EnvFile} (git-ignored) and fill in; `kubectl apply -k` builds the Secret {Shared.Secret}"
        + " from it.\n"
        + "# AUTH_SERVICE_KEY has 32 bytes or more, the same for all services: openssl rand -base64 48\n"
        + string.Concat(plan.SecretKeys.Select(key => $"{key}={Hints.GetValueOrDefault(key, "change-me")}\n")));
}
