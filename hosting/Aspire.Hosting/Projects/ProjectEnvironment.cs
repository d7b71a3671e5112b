using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The environment that every .NET project gets: where to listen, and where to send its telemetry.</summary>
internal static class ProjectEnvironment
{
    // Filled in by the orchestrator for each replica, from the annotations that it gives the replica's object.
    private const string InstanceId = """{{- index .Annotations "otel-service-instance-id" -}}""", ServiceName = """{{- index .Annotations "otel-service-name" -}}""";

    public static void AddTo(IResourceBuilder<ProjectResource> project)
    {
        var (application, resource) = (project.ApplicationBuilder, project.Resource);
        project.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            if (context.ExecutionContext.IsPublishMode)
            {
                if (resource.GetEndpoints().Any(IsWeb))
                {
                    variables["HTTP_PORTS"] = Ports(resource.GetEndpoint("http"));
                }

                return;
            }

            variables["DOTNET_ENVIRONMENT"] = variables["ASPNETCORE_ENVIRONMENT"] = application.Environment.EnvironmentName;
            variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
            variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            AddUrls(resource, variables);
            AddTelemetry(application.Configuration, variables);
        });
    }

    private static bool IsWeb(EndpointReference endpoint) => endpoint.IsHttp || endpoint.IsHttps;

    private static object Ports(EndpointReference endpoint) =>
        endpoint.Exists ? endpoint.Property(EndpointProperty.TargetPort) : "8080";

    private static void AddUrls(ProjectResource resource, Dictionary<string, object> variables)
    {
        var urls = new ReferenceExpressionBuilder();
        var first = true;
        foreach (var endpoint in resource.GetEndpoints().Where(e => IsWeb(e) && e.EndpointAnnotation.TargetPortEnvironmentVariable is null))
        {
            if (!first)
            {
                urls.AppendLiteral(";");
            }

            first = false;
            urls.Append($"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.EndpointAnnotation.TargetHost}:{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!first)
        {
            variables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    private static void AddTelemetry(ConfigurationManager configuration, Dictionary<string, object> variables)
    {
        if (configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is { Length: > 0 } grpc)
        {
            (variables["OTEL_EXPORTER_OTLP_ENDPOINT"], variables["OTEL_EXPORTER_OTLP_PROTOCOL"]) = (new HostUrl(grpc), "grpc");
        }
        else if (configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 } http)
        {
            (variables["OTEL_EXPORTER_OTLP_ENDPOINT"], variables["OTEL_EXPORTER_OTLP_PROTOCOL"]) = (new HostUrl(http), "http/protobuf");
        }
        else
        {
            return;
        }

        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={InstanceId}";
        variables["OTEL_SERVICE_NAME"] = ServiceName;
        if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
        {
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }

        // Short intervals, so that the dashboard shows what happens while it happens.
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = variables["OTEL_BSP_SCHEDULE_DELAY"] = variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }
}
