using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Api;

/// <summary>An object of DCP's API: what is wanted (spec) and what DCP saw of it (status).</summary>
internal class DcpObject<TSpec, TStatus>
    where TSpec : class
    where TStatus : class
{
    public string? Kind { get; set; }

    public string ApiVersion { get; set; } = DcpKinds.ApiVersion;

    public DcpMetadata Metadata { get; set; } = new();

    public TSpec? Spec { get; set; }

    public TStatus? Status { get; set; }

    [JsonIgnore]
    public string Name => Metadata.Name;
}

/// <summary>Name and annotations of an object of DCP's API.</summary>
internal sealed class DcpMetadata
{
    public string Name { get; set; } = "";

    public string? Uid { get; set; }

    public DateTime? CreationTimestamp { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }
}

/// <summary>A name and its value, as DCP takes environment variables.</summary>
internal sealed class DcpEnvVar
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>One change that a watch reports: <c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>.</summary>
internal sealed class DcpWatchEvent<T>
{
    public const string Deleted = "DELETED";

    public string Type { get; set; } = "";

    public T? Object { get; set; }
}

/// <summary>The answer to a failed request, as Kubernetes words it.</summary>
internal sealed class DcpErrorStatus
{
    public string? Reason { get; set; }

    public string? Message { get; set; }
}
