using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>The Aspire manifest while it is written.</summary>
/// <param name="executionContext">What the AppHost was started for.</param>
/// <param name="manifestPath">Path of the file.</param>
/// <param name="writer">Writes it.</param>
/// <param name="cancellationToken">Ends it early.</param>
public sealed class ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    /// <summary>What the AppHost was started for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Path of the file.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Writes it.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Ends it early.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
