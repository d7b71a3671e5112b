using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Each kind of resource as a manifest has it.</summary>
internal static class ManifestResources
{
    public static async Task WriteAsync(IResource resource, ManifestPublishingContext context)
    {
        switch (resource)
        {
            case ContainerResource container:
                await context.WriteContainerAsync(container).ConfigureAwait(false);
                break;
            case ProjectResource project:
                // v0: not every reader knows v1, which adds nothing but a place for deployments.
                context.Writer.WriteString("type", "project.v0");
                context.Writer.WriteString("path", context.GetManifestRelativePath(project.GetProjectMetadata().ProjectPath));
                await WriteProcessAsync(project, context).ConfigureAwait(false);
                break;
            case ExecutableResource executable:
                context.Writer.WriteString("type", "executable.v0");
                context.WriteConnectionString(executable);
                context.Writer.WriteString("workingDirectory", context.GetManifestRelativePath(executable.WorkingDirectory));
                context.Writer.WriteString("command", executable.Command);
                await WriteProcessAsync(executable, context).ConfigureAwait(false);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter, context);
                break;
            case IResourceWithConnectionString:
                context.Writer.WriteString("type", "value.v0");
                context.WriteConnectionString(resource);
                break;
            default:
                context.Writer.WriteString("error", "This resource does not support generation in the manifest.");
                break;
        }
    }

    private static async Task WriteProcessAsync(IResource resource, ManifestPublishingContext context)
    {
        await context.WriteCommandLineArgumentsAsync(resource).ConfigureAwait(false);
        await context.WriteEnvironmentVariablesAsync(resource).ConfigureAwait(false);
        context.WriteBindings(resource);
    }

    private static void WriteParameter(ParameterResource parameter, ManifestPublishingContext context)
    {
        var writer = context.Writer;
        writer.WriteString("type", "parameter.v0");
        if (parameter is IResourceWithConnectionString || parameter.IsConnectionString)
        {
            writer.WriteString("connectionString", $"{{{parameter.Name}.value}}");
        }

        writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        writer.WriteStartObject("inputs");
        writer.WriteStartObject("value");
        writer.WriteString("type", "string");
        if (parameter.Secret)
        {
            writer.WriteBoolean("secret", true);
        }

        if (parameter.Default is { } value)
        {
            writer.WriteStartObject("default");
            value.WriteToManifest(context);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
