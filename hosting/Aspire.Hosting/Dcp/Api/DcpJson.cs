using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Api;

/// <summary>Generated serializers: reflection would cost a noticeable part of the start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DcpExecutable))]
[JsonSerializable(typeof(DcpContainer))]
[JsonSerializable(typeof(DcpService))]
[JsonSerializable(typeof(DcpEndpoint))]
[JsonSerializable(typeof(DcpContainerNetwork))]
[JsonSerializable(typeof(DcpWatchEvent<DcpExecutable>))]
[JsonSerializable(typeof(DcpWatchEvent<DcpContainer>))]
[JsonSerializable(typeof(DcpWatchEvent<DcpService>))]
[JsonSerializable(typeof(DcpWatchEvent<DcpEndpoint>))]
[JsonSerializable(typeof(List<DcpServiceProducer>))]
[JsonSerializable(typeof(DcpExecution))]
[JsonSerializable(typeof(DcpErrorStatus))]
[JsonSerializable(typeof(DcpStopPatch))]
internal sealed partial class DcpJson : JsonSerializerContext;

/// <summary>DCP's own state, of its administrative interface.</summary>
internal sealed class DcpExecution
{
    public const string CleaningResources = "CleaningResources";
    public const string CleanupComplete = "CleanupComplete";
    public const string Stopping = "Stopping";

    public string Status { get; set; } = "";

    public string? ShutdownResourceCleanup { get; set; } = "Full";
}

/// <summary>A merge patch that asks for an executable or container to end.</summary>
internal sealed class DcpStopPatch
{
    public DcpStop Spec { get; set; } = new();
}

internal sealed class DcpStop
{
    public bool Stop { get; set; } = true;
}
