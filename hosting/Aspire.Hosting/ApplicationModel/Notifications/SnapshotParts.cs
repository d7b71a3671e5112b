using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A state and how the dashboard colours it.</summary>
/// <param name="Text">The state.</param>
/// <param name="Style">One of <see cref="KnownResourceStateStyles"/>.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>Makes a state without a style of a text.</summary>
    /// <param name="s">The state.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}

/// <summary>An environment variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsFromSpec">Whether the model set it; otherwise it was inherited.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>A URL.</summary>
/// <param name="Name">The name of its endpoint.</param>
/// <param name="Url">The URL.</param>
/// <param name="IsInternal">Whether it is of use only inside the application.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Whether nothing answers there yet.</summary>
    public bool IsInactive { get; init; }

    /// <summary>How it is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}

/// <summary>How a URL is shown.</summary>
/// <param name="DisplayName">What is shown instead of it.</param>
/// <param name="SortOrder">Higher comes first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);

/// <summary>A volume.</summary>
/// <param name="Source">The volume's name or the folder's path.</param>
/// <param name="Target">Where the container sees it.</param>
/// <param name="MountType">Volume or folder.</param>
/// <param name="IsReadOnly">Whether the container may only read.</param>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);

/// <summary>A relationship.</summary>
/// <param name="ResourceName">The other resource.</param>
/// <param name="Type">How it is related.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>A property that the dashboard shows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether the dashboard masks it.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>What a health check said last.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status">What it said; null if it has not run.</param>
/// <param name="Description">Its words.</param>
/// <param name="ExceptionText">What went wrong.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When it ran last, UTC.</summary>
    public DateTime? LastRunAt { get; init; }
}

/// <summary>A command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it can be given.</param>
/// <param name="DisplayName">What the dashboard calls it.</param>
/// <param name="DisplayDescription">What the dashboard says about it.</param>
/// <param name="Parameter">What it is given.</param>
/// <param name="ConfirmationMessage">What is asked before.</param>
/// <param name="IconName">Its icon.</param>
/// <param name="IconVariant">The looks of its icon.</param>
/// <param name="IsHighlighted">Whether it is shown beside the menu.</param>
public sealed record ResourceCommandSnapshot(string Name, ResourceCommandState State, string DisplayName, string? DisplayDescription, object? Parameter, string? ConfirmationMessage, string? IconName, IconVariant? IconVariant, bool IsHighlighted);

/// <summary>Makes snapshots for tests.</summary>
public static class CustomResourceSnapshotExtensions
{
    /// <summary>A copy with other health reports.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="healthReports">The reports.</param>
    public static CustomResourceSnapshot WithHealthReports(this CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> healthReports)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot with { HealthReports = healthReports };
    }
}
