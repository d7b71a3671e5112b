using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Images by digest: what was tested is what runs, whatever happens to a tag.</summary>
internal static class DigestPins
{
    public const string Name = "image-digests";

    /// <summary>Stands for a digest that is not known; nothing can be pulled by it.</summary>
    public const string Unknown = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan, IReadOnlyDictionary<string, string> digests) =>
        new Folder($"components/{Name}").Close(Kustomization.Component with
        {
            Images =
            [
                .. Images(plan).Select(image => new KustomizeImage(NameOf(plan, image))
                {
                    Digest = digests.GetValueOrDefault(image, Unknown),
                }),
            ],
        });

    /// <summary>Every image of the cluster: ours without registry and tag, others as they are.</summary>
    public static IEnumerable<string> Images(ClusterPlan plan) =>
    [
        .. plan.Services.Select(s => s.Image).Distinct().Order(StringComparer.Ordinal),
        .. plan.RunsBrokers ? [KafkaFolder.Image(plan)] : Array.Empty<string>(),
        .. plan.Kafka is null ? Array.Empty<string>() : [KafkaExporter.Image(plan)],
    ];

    private static string NameOf(ClusterPlan plan, string image) =>
        image.Contains(':', StringComparison.Ordinal)
            ? image[..image.LastIndexOf(':')]
            : $"{plan.Options.Registry}/{image}";
}
