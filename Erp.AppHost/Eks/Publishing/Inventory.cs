using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Erp.AppHost.Eks.Components;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>What others than kubectl have to know of the model: Terraform makes target groups and image repositories of
/// it, and <c>erp images</c> builds what it names. So a new service needs no line of theirs.</summary>
internal static class Inventory
{
    public const string File = "inventory.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="plan">The cluster.</param>
    /// <param name="repository">Where the paths of projects start.</param>
    public static ManifestFile Write(ClusterPlan plan, string repository)
    {
        var services = plan.Services.ToDictionary(
            service => service.Folder,
            service => new Service(
                service.Image, service.Port, Relative(service.Project, repository), service.TargetGroupName));
        var inventory = new Contents(
            [.. DigestPins.Images(plan).Where(image => image.Contains(':', StringComparison.Ordinal))],
            new SortedDictionary<string, Service>(services, StringComparer.Ordinal));
        return new(File, JsonSerializer.Serialize(inventory, Json).ReplaceLineEndings("\n") + "\n");
    }

    private static string Relative(string project, string repository) =>
        Path.GetRelativePath(repository, project).Replace('\\', '/');

    /// <param name="PublicImages">Images of others.</param>
    /// <param name="Services">By the folder of their manifests.</param>
    private sealed record Contents(
        [property: JsonPropertyOrder(0)] IReadOnlyList<string> PublicImages,
        [property: JsonPropertyOrder(1)] SortedDictionary<string, Service> Services);

    /// <param name="Image">Without registry and tag; several services may run it.</param>
    /// <param name="Port">Of the pods, the Service and the load balancer's listener.</param>
    /// <param name="Project">What the image is built from.</param>
    /// <param name="ShortName">Inside the name of the target group.</param>
    private sealed record Service(string Image, int Port, string Project, string ShortName);
}
