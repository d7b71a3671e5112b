using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource, or of one of its replicas, at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    private ImmutableArray<HealthReportSnapshot> _healthReports = [];

    /// <summary>What kind of resource it is, as the dashboard shows it.</summary>
    public required string ResourceType { get; init; }

    /// <summary>What else the dashboard shows.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it started.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it ended.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Its state, one of <see cref="KnownResourceStates"/> or a word of one's own.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of its process once it ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The health of a running resource: the worst report, healthy without any; null while it does not run.</summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : _healthReports.IsEmpty
            ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            // A check that has not run yet counts as unhealthy; that is the lowest value.
            : _healthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    /// <summary>What each health check said last.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports
    {
        get => _healthReports;
        internal init => _healthReports = value;
    }

    /// <summary>Its environment variables.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Its URLs.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>Its volumes.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>Its commands.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>How it is related to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether the dashboard hides it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name of its icon.</summary>
    public string? IconName { get; init; }

    /// <summary>The looks of its icon.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>Counts the updates of one resource id.</summary>
    internal long Version { get; init; }

    /// <summary>The handlers of <see cref="ApplicationModel.ResourceReadyEvent"/>, once they were called.</summary>
    internal Task? ResourceReady { get; init; }
}
