using Aspire.Hosting.Dcp.Api;

namespace Aspire.Hosting.Dcp;

/// <summary>What DCP last reported of a process or container.</summary>
internal sealed record InstanceStatus
{
    public static readonly InstanceStatus Absent = new();

    /// <summary>False before DCP has the object and after it has deleted it.</summary>
    public bool Exists { get; private init; }

    /// <summary>Tells an object from the one of the same name that it replaced.</summary>
    public string? Uid { get; private init; }

    /// <summary>DCP's word, which is the dashboard's word too; null while nothing has happened.</summary>
    public string? State { get; private init; }

    public int? Pid { get; private init; }

    public string? ContainerId { get; private init; }

    /// <summary>Exit code; -1 where a signal ended the process.</summary>
    public int? ExitCode { get; private init; }

    public DateTime? Created { get; private init; }

    public DateTime? Started { get; private init; }

    public DateTime? Finished { get; private init; }

    public IReadOnlyList<DcpEnvVar> Environment { get; private init; } = [];

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>Nothing runs (any more).</summary>
    public bool HasEnded => !Exists || State is "Finished" or "Exited" or "FailedToStart";

    public static InstanceStatus Of(DcpExecutable executable) => new()
    {
        Exists = true,
        Uid = executable.Metadata.Uid,
        // "Terminated" is DCP's word for what it ended itself; the model has one word for both.
        State = executable.Status?.State is "Terminated" ? "Finished" : NullIfEmpty(executable.Status?.State),
        Pid = executable.Status?.Pid,
        ExitCode = executable.Status?.ExitCode,
        Created = executable.Metadata.CreationTimestamp,
        Started = executable.Status?.StartupTimestamp,
        Finished = executable.Status?.FinishTimestamp,
        Environment = executable.Status?.EffectiveEnv ?? executable.Spec?.Env ?? [],
        Arguments = executable.Status?.EffectiveArgs ?? [],
    };

    public static InstanceStatus Of(DcpContainer container) => new()
    {
        Exists = true,
        Uid = container.Metadata.Uid,
        State = NullIfEmpty(container.Status?.State),
        ContainerId = container.Status?.ContainerId,
        // DCP says -1 for a container whose exit code it does not know.
        ExitCode = container.Status?.ExitCode is -1 ? null : container.Status?.ExitCode,
        Created = container.Metadata.CreationTimestamp,
        Started = container.Status?.StartupTimestamp,
        Finished = container.Status?.FinishTimestamp,
        Environment = container.Status?.EffectiveEnv ?? container.Spec?.Env ?? [],
        Arguments = container.Status?.EffectiveArgs ?? [],
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
