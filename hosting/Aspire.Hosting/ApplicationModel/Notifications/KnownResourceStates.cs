using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of resources.</summary>
public static class KnownResourceStates
{
    /// <summary>Ready, for a resource that has no process.</summary>
    public static readonly string Active = "Active";

    /// <summary>About to start.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>Running.</summary>
    public static readonly string Running = "Running";

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>The container runtime does not answer.</summary>
    public static readonly string RuntimeUnhealthy = "RuntimeUnhealthy";

    /// <summary>About to stop.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>Ended.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>Ended as it should.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>Waiting for other resources.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>Not started yet.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>Being built.</summary>
    public static readonly string Building = "Building";

    /// <summary>A parameter without a value.</summary>
    public static readonly string ValueMissing = "ValueMissing";

    /// <summary>The states from which a resource does not go on by itself.</summary>
    [SuppressMessage("Design", "CA1002", Justification = "Read-only.")]
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>How the dashboard colours a state.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Good.</summary>
    public static readonly string Success = "success";

    /// <summary>Bad.</summary>
    public static readonly string Error = "error";

    /// <summary>Neutral.</summary>
    public static readonly string Info = "info";

    /// <summary>Doubtful.</summary>
    public static readonly string Warn = "warning";
}

/// <summary>Properties of resources that the dashboard knows.</summary>
public static class CustomResourceKnownProperties
{
    /// <summary>Where the resource comes from: an image, a path, a configuration key.</summary>
    public static string Source { get; } = "resource.source";

    /// <summary>The connection string.</summary>
    public static string ConnectionString { get; } = "resource.connectionString";
}
