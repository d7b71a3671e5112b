namespace Aspire.Hosting.Dcp.Api;

/// <summary>A process that DCP runs.</summary>
internal sealed class DcpExecutable : DcpObject<DcpExecutableSpec, DcpExecutableStatus>
{
    public DcpExecutable() => Kind = "Executable";
}

internal sealed class DcpExecutableSpec
{
    public string ExecutablePath { get; set; } = "";

    public string? WorkingDirectory { get; set; }

    public List<string>? Args { get; set; }

    public List<DcpEnvVar>? Env { get; set; }

    public string ExecutionType { get; set; } = "Process";

    /// <summary>Set to end the process; it is never taken back, a restart is a new object.</summary>
    public bool? Stop { get; set; }
}

internal sealed class DcpExecutableStatus
{
    public int? Pid { get; set; }

    public string? State { get; set; }

    public DateTime? StartupTimestamp { get; set; }

    public DateTime? FinishTimestamp { get; set; }

    public int? ExitCode { get; set; }

    public List<DcpEnvVar>? EffectiveEnv { get; set; }

    public List<string>? EffectiveArgs { get; set; }
}
