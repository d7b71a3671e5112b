using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the Aspire manifest, which tools such as Aspirate read.</summary>
internal static class ManifestPublisher
{
    public const string Step = "publish-manifest";
    private const string Schema = "https://json.schemastore.org/aspire-8.0.json";

    /// <summary>Characters such as <c>&amp;</c> and <c>+</c> stand as they are: readers compare texts, browsers never see them.</summary>
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(PipelineStepContext step)
    {
        var path = step.Services.GetRequiredService<IConfiguration>()["Pipeline:OutputPath"]
            ?? throw new DistributedApplicationException("The manifest needs '--output-path FILE'.");
        path = Directory.Exists(path) ? Path.Combine(path, "aspire-manifest.json") : Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Written whole or not at all: a failure must not leave half a manifest where a good one stood.
        var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            await WriteAsync(step.Model, new ManifestPublishingContext(step.ExecutionContext, path, writer, step.CancellationToken)).ConfigureAwait(false);
        }

        await File.WriteAllBytesAsync(path, buffer.ToArray(), step.CancellationToken).ConfigureAwait(false);
        step.Logger.LogInformation("Published manifest to: {Path}", path);
    }

    public static async Task WriteAsync(DistributedApplicationModel model, ManifestPublishingContext context)
    {
        var writer = context.Writer;
        writer.WriteStartObject();
        writer.WriteString("$schema", Schema);
        writer.WriteStartObject("resources");
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in model.Resources)
        {
            await WriteAsync(resource, context, written).ConfigureAwait(false);
        }

        while (context.Dependents.FirstOrDefault(dependent => !written.Contains(dependent.Name)) is { } missing)
        {
            await WriteAsync(missing, context, written).ConfigureAwait(false);
        }

        foreach (var (name, value) in context.Encoded)
        {
            writer.WriteStartObject(name);
            writer.WriteString("type", "annotated.string");
            writer.WriteString("value", value);
            writer.WriteString("filter", "uri");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(IResource resource, ManifestPublishingContext context, HashSet<string> written)
    {
        if (!written.Add(resource.Name) || resource.IsExcludedFromPublish())
        {
            return;
        }

        context.Writer.WriteStartObject(resource.Name);
        if (resource.TryGetLastAnnotation<ManifestPublishingCallbackAnnotation>(out var custom) && custom.Callback is { } callback)
        {
            await callback(context).ConfigureAwait(false);
        }
        else
        {
            await ManifestResources.WriteAsync(resource, context).ConfigureAwait(false);
        }

        context.Writer.WriteEndObject();
    }
}
