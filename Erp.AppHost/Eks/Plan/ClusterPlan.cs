using System.Security.Cryptography;
using System.Text.Json;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Plan;

/// <summary>What the model asks of the cluster, checked: the one input of all writers of manifests.</summary>
internal sealed record ClusterPlan
{
    public required EksOptions Options { get; init; }

    /// <summary>The services in the order of their ports, and after them those that are components.</summary>
    public required IReadOnlyList<ServicePlan> Services { get; init; }

    /// <summary>Those that run on every cluster.</summary>
    public IEnumerable<ServicePlan> Base => Services.Where(s => !s.IsComponent);

    /// <summary>Those that an overlay opts in to.</summary>
    public IEnumerable<ServicePlan> Components => Services.Where(s => s.IsComponent);

    /// <summary>Those that run where the published folder is applied that the options name.</summary>
    public IEnumerable<ServicePlan> Running => Options.IsDev ? Base : Services;

    /// <summary>Servers outside, and Kafka.</summary>
    public required IReadOnlyList<BackingService> Backings { get; init; }

    /// <summary>Kafka, when the model has it.</summary>
    public BackingService? Kafka => Backings.FirstOrDefault(b => b.Kind == BackingKind.Kafka);

    /// <summary>Services that have to do with Kafka.</summary>
    public IEnumerable<ServicePlan> UsersOfKafka => Services.Where(s => s.Uses.Contains(BackingKind.Kafka));

    /// <summary>Whether Kafka's brokers are our own.</summary>
    public bool RunsBrokers => Kafka is not null && Options.Broker == EksOptions.Brokers.StatefulSet;

    /// <summary>The shared ConfigMap: exactly what some container of the base reads.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>Keys of the shared Secret: exactly what some container reads.</summary>
    public required IReadOnlyList<string> SecretKeys { get; init; }

    /// <summary>The same model on a cluster of one's own machine: nothing of it is read but what pods are
    /// told.</summary>
    public ClusterPlan? Local { get; init; }

    public string Namespace => Options.Namespace;

    /// <summary>Region of the secret: the target groups' own where nothing else is said.</summary>
    public string SecretsRegion => Options.SecretsManager.Region is { Length: > 0 } region
        ? region
        : Services.Select(s => s.Region).FirstOrDefault("");

    /// <summary>Changes with the ConfigMaps of a service. Pods read them at their start, so their template carries this
    /// and they are replaced with them.</summary>
    public string ConfigChecksum(ServicePlan service)
    {
        var all = new SortedDictionary<string, string>(
            Config.Concat(service.Config).ToDictionary(), StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(all)));
    }
}

/// <summary>Names that the shared objects have.</summary>
internal static class Shared
{
    public const string ConfigMap = "erp-config";
    public const string Secret = "erp-secret";
}
