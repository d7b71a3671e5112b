namespace Aspire.Hosting.Dcp;

/// <summary>
/// How DCP is found and driven. Bound to the configuration section <c>DcpPublisher</c>; what it leaves out comes from the
/// AppHost's assembly metadata. <c>ASPIRE_DCP_PATH</c>, a folder, overrides both.
/// </summary>
internal sealed class DcpOptions
{
    public const string Section = "DcpPublisher";

    /// <summary>Path of the DCP executable.</summary>
    public string? CliPath { get; set; }

    /// <summary><c>docker</c> or <c>podman</c>; null lets DCP look.</summary>
    public string? ContainerRuntime { get; set; }

    /// <summary>Appended to the name of every DCP object.</summary>
    public string? ResourceNameSuffix { get; set; }

    /// <summary>Proxied endpoints get a random port instead of the one that they name; tests run side by side with it.</summary>
    public bool RandomizePorts { get; set; }

    /// <summary>Where DCP writes diagnostic logs; null writes none.</summary>
    public string? DiagnosticsLogFolder { get; set; }

    public string? DiagnosticsLogLevel { get; set; }

    /// <summary>Set from the model: whether any resource is a container.</summary>
    public bool HasContainers { get; set; }

    /// <summary>How long DCP may take from its start to its first answer.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long resources may take to end at shutdown before DCP is told to end anyway.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
