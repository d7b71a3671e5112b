using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Model;

/// <summary>The Aspire manifest (<c>--publisher manifest</c>) as it is true for the cluster, and as aspirate reads it:
/// see deploy/aspirate.</summary>
internal static class AspireManifest
{
    /// <summary>Backing services are servers outside, so they are the connection strings that pods compose, and not
    /// containers; projects listen on the port that they are called at.</summary>
    public static void Describe(DistributedApplicationModel model, EksOptions options)
    {
        foreach (var resource in model.Resources)
        {
            if (resource is ProjectResource project) Describe(project);
            if (BackingReader.KindOf(resource) is { } kind)
                Describe(resource, BackingReader.Read(resource, kind, options));
        }
    }

    private static void Describe(IResource resource, BackingService backing) =>
        resource.Annotations.Add(new ManifestPublishingCallbackAnnotation(manifest =>
        {
            manifest.Writer.WriteString("type", "value.v0");
            // Aspirate would encode double quotes; to a connection string both kinds mean the same.
            manifest.Writer.WriteString("connectionString", backing.ConnectionString.Replace('"', '\''));
        }));

    private static void Describe(ProjectResource project)
    {
        foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>())
            endpoint.TargetPort ??= endpoint.Port;
    }
}
