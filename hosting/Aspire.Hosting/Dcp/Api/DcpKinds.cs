namespace Aspire.Hosting.Dcp.Api;

/// <summary>Names of DCP's API group and of its kinds in a request path.</summary>
internal static class DcpKinds
{
    public const string ApiVersion = "usvc-dev.developer.microsoft.com/v1";

    public static string PathOf<T>() =>
        typeof(T) == typeof(DcpExecutable) ? "executables"
        : typeof(T) == typeof(DcpContainer) ? "containers"
        : typeof(T) == typeof(DcpService) ? "services"
        : typeof(T) == typeof(DcpEndpoint) ? "endpoints"
        : typeof(T) == typeof(DcpContainerNetwork) ? "containernetworks"
        : throw new ArgumentException($"{typeof(T).Name} is no kind of DCP's API.");
}

/// <summary>Annotations that DCP reads (producers) or hands to its templates (telemetry names).</summary>
internal static class DcpAnnotations
{
    /// <summary>JSON list of the services that an executable or container implements.</summary>
    public const string ServiceProducer = "service-producer";

    public const string OtelServiceName = "otel-service-name";

    public const string OtelServiceInstanceId = "otel-service-instance-id";

    /// <summary>Name of the application model's resource.</summary>
    public const string ResourceName = "resource-name";
}
