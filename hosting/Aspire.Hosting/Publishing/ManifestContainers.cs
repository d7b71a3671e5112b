using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Containers in a manifest: <c>container.v0</c>.</summary>
internal static class ManifestContainers
{
    public static async Task WriteAsync(ManifestPublishingContext context, ContainerResource container)
    {
        if (!container.TryGetContainerImageName(out var image))
        {
            throw new DistributedApplicationException($"Container '{container.Name}' has no image.");
        }

        var writer = context.Writer;
        writer.WriteString("type", "container.v0");
        context.WriteConnectionString(container);
        writer.WriteString("image", image);
        if (container.Entrypoint is { } entrypoint)
        {
            writer.WriteString("entrypoint", entrypoint);
        }

        await context.WriteCommandLineArgumentsAsync(container).ConfigureAwait(false);
        WriteVolumes(writer, container);
        WriteBindMounts(context, container);
        await context.WriteEnvironmentVariablesAsync(container).ConfigureAwait(false);
        context.WriteBindings(container);
    }

    private static void WriteVolumes(Utf8JsonWriter writer, ContainerResource container)
    {
        var volumes = container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type is ContainerMountType.Volume).ToList();
        if (volumes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            writer.WriteStartObject();
            if (volume.Source is { } name)
            {
                writer.WriteString("name", name);
            }

            writer.WriteString("target", volume.Target);
            writer.WriteBoolean("readOnly", volume.IsReadOnly);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBindMounts(ManifestPublishingContext context, ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type is ContainerMountType.BindMount).ToList();
        if (mounts.Count == 0)
        {
            return;
        }

        context.Writer.WriteStartArray("bindMounts");
        foreach (var mount in mounts)
        {
            context.Writer.WriteStartObject();
            context.Writer.WriteString("source", context.GetManifestRelativePath(mount.Source));
            context.Writer.WriteString("target", mount.Target);
            context.Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            context.Writer.WriteEndObject();
        }

        context.Writer.WriteEndArray();
    }
}
