using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes resources into a manifest.</summary>
/// <param name="executionContext">Publish.</param>
/// <param name="manifestPath">The file.</param>
/// <param name="writer">Writes it.</param>
/// <param name="cancellationToken">Ends the work.</param>
public sealed class ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    private readonly HashSet<IResource> _dependents = [];
    private readonly Dictionary<string, string> _encoded = [];

    /// <summary>Publish.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The file.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Writes the file.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Ends the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Resources that others refer to although nobody added them, such as generated passwords.</summary>
    internal IReadOnlyCollection<IResource> Dependents => _dependents;

    /// <summary>Names of percent-encoded values, and the place-holders of what is encoded.</summary>
    internal IReadOnlyDictionary<string, string> Encoded => _encoded;

    /// <summary>A path as the manifest has it: relative to its folder, with forward slashes.</summary>
    /// <param name="path">The path.</param>
    public string? GetManifestRelativePath(string? path) =>
        path is null ? null : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(ManifestPath))!, Path.GetFullPath(path)).Replace('\\', '/');

    /// <summary>Notes the resources in a value, so that they stand in the manifest too.</summary>
    /// <param name="value">The value.</param>
    public void TryAddDependentResources(object? value)
    {
        foreach (var resource in ResourceReferences.Of(value))
        {
            _dependents.Add(resource);
        }

        foreach (var (provider, format) in ResourceReferences.FormattedValuesOf(value))
        {
            if (format is "uri" && FormattedReference.NeedsEncoding(provider))
            {
                _encoded[FormattedReference.EncodedName(provider)] = provider.ValueExpression;
            }
        }
    }

    /// <summary>Writes the <c>connectionString</c> of a resource, if it has one.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: { } expression })
        {
            Writer.WriteString("connectionString", expression.ValueExpression);
            TryAddDependentResources(expression);
        }
    }

    /// <summary>Writes the <c>bindings</c> of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteBindings(IResource resource) => ManifestBindings.Write(Writer, resource);

    /// <summary>Writes the <c>env</c> of a resource; every value is a text.</summary>
    /// <param name="resource">The resource.</param>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        var variables = await ResourceConfiguration.GatherEnvironmentAsync(resource, ExecutionContext, NullLogger.Instance, CancellationToken).ConfigureAwait(false);
        if (variables.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("env");
        foreach (var (name, value) in variables)
        {
            Writer.WriteString(name, ManifestText.Of(value));
            TryAddDependentResources(value);
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the <c>args</c> of a resource; every value is a text.</summary>
    /// <param name="resource">The resource.</param>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        var args = await ResourceConfiguration.GatherArgsAsync(resource, ExecutionContext, NullLogger.Instance, CancellationToken).ConfigureAwait(false);
        if (args.Count == 0)
        {
            return;
        }

        Writer.WriteStartArray("args");
        foreach (var arg in args)
        {
            Writer.WriteStringValue(ManifestText.Of(arg));
            TryAddDependentResources(arg);
        }

        Writer.WriteEndArray();
    }

    /// <summary>Writes the properties of a container.</summary>
    /// <param name="container">The container.</param>
    public Task WriteContainerAsync(ContainerResource container) => ManifestContainers.WriteAsync(this, container);
}
