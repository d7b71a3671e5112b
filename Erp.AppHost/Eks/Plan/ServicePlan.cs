using Erp.AppHost.Eks.Kubernetes;
using Erp.Contracts;

namespace Erp.AppHost.Eks.Plan;

/// <summary>One service of the model and what is special about it.</summary>
internal sealed record ServicePlan
{
    /// <summary>Resource name: of the Deployment, its container, its Service and its <c>app</c> label.</summary>
    public required string Name { get; init; }

    /// <summary>Name without <c>-service</c>: of its folder, its TargetGroupBinding and its ARN option.</summary>
    public string Folder => FolderOf(Name);

    public required int Port { get; init; }

    public required int Replicas { get; init; }

    public required Probe Startup { get; init; }

    public required Probe Liveness { get; init; }

    public required Probe Readiness { get; init; }

    /// <summary>Image without registry and tag.</summary>
    public required string Image { get; init; }

    public required IReadOnlyList<EnvVar> Env { get; init; }

    /// <summary>Services that it calls.</summary>
    public required IReadOnlyList<string> Calls { get; init; }

    /// <summary>Path of the project that it runs.</summary>
    public required string Project { get; init; }

    /// <summary>Backing services that it uses.</summary>
    public required IReadOnlyList<BackingKind> Uses { get; init; }

    /// <summary>An overlay opts in to it: it is no part of the base.</summary>
    public bool IsComponent { get; init; }

    /// <summary>Of a component: what nobody else reads, in a ConfigMap of its own.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Name of that ConfigMap.</summary>
    public string ConfigMap => $"{Name}-config";

    /// <summary>Servers outside that it calls.</summary>
    public IReadOnlyList<(int Port, string Why)> Egress { get; init; } = [];

    /// <summary>Topics that it sends to.</summary>
    public required IReadOnlyList<Topic> Sends { get; init; }

    /// <summary>Topics of whose consumer group it is, and whose dead letters it keeps.</summary>
    public required IReadOnlyList<Topic> Consumes { get; init; }

    /// <summary>Its name inside that of its target group (<c>…-NAME-nlb-tg</c>).</summary>
    public required string TargetGroupName { get; init; }

    public required string TargetGroupArn { get; init; }

    /// <summary>That of the target group; empty where its ARN is none.</summary>
    public string Region => TargetGroupArn.Split(':') is [_, _, _, var region, ..] ? region : "";

    public static string FolderOf(string name) =>
        name.EndsWith("-service", StringComparison.Ordinal) ? name[..^"-service".Length] : name;
}
