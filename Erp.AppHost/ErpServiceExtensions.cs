namespace Erp.AppHost;

/// <summary>What the four services have in common in the model.</summary>
internal static class ErpServiceExtensions
{
    /// <summary>Two replicas behind one port, readiness as health, the token key, and the API page as link on the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> AsErpService(
        this IResourceBuilder<ProjectResource> service, int port, IResourceBuilder<ParameterResource> signingKey) =>
        service
            .WithHttpEndpoint(port: port, name: "http")
            .WithReplicas(2)
            .WithHttpHealthCheck("/health")
            .WithEnvironment("Auth__SigningKey", signingKey)
            .WithEnvironment(context =>
            {
                // A Ctrl-C ends the dashboard as well, perhaps first; 10 s, the default, would be long to wait for it.
                if (context.ExecutionContext.IsRunMode) context.EnvironmentVariables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000";
            })
            .WithUrlForEndpoint("http", url => { url.DisplayText = "API"; url.Url += "/docs"; });
}
