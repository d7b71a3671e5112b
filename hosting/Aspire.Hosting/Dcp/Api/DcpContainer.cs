namespace Aspire.Hosting.Dcp.Api;

/// <summary>A container that DCP runs through Docker or Podman.</summary>
internal sealed class DcpContainer : DcpObject<DcpContainerSpec, DcpContainerStatus>
{
    public DcpContainer() => Kind = "Container";
}

internal sealed class DcpContainerSpec
{
    public string? ContainerName { get; set; }

    public string Image { get; set; } = "";

    public List<DcpVolumeMount>? VolumeMounts { get; set; }

    public List<DcpContainerPort>? Ports { get; set; }

    public List<DcpEnvVar>? Env { get; set; }

    public string? Command { get; set; }

    public List<string>? Args { get; set; }

    public List<string>? RunArgs { get; set; }

    public bool? Persistent { get; set; }

    public List<DcpNetworkConnection>? Networks { get; set; }

    /// <summary>False keeps a created container from being started.</summary>
    public bool? Start { get; set; }

    public bool? Stop { get; set; }

    /// <summary><c>always</c>, <c>missing</c> or <c>never</c>.</summary>
    public string? PullPolicy { get; set; }
}

internal sealed class DcpVolumeMount
{
    /// <summary><c>bind</c> or <c>volume</c>.</summary>
    public string Type { get; set; } = "bind";

    public string? Source { get; set; }

    public string Target { get; set; } = "";

    public bool ReadOnly { get; set; }
}

internal sealed class DcpContainerPort
{
    public int? HostPort { get; set; }

    public int ContainerPort { get; set; }

    public string Protocol { get; set; } = "TCP";

    public string? HostIP { get; set; }
}

internal sealed class DcpNetworkConnection
{
    public string Name { get; set; } = "";

    public List<string>? Aliases { get; set; }
}

internal sealed class DcpContainerStatus
{
    public string? State { get; set; }

    public string? ContainerId { get; set; }

    public DateTime? StartupTimestamp { get; set; }

    public DateTime? FinishTimestamp { get; set; }

    public int? ExitCode { get; set; }

    public string? Message { get; set; }

    public List<DcpEnvVar>? EffectiveEnv { get; set; }

    public List<string>? EffectiveArgs { get; set; }
}
