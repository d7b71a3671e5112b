using Erp.AppHost.Backing;
using Erp.AppHost.Commands;

namespace Erp.AppHost;

/// <summary>What the services have in common in the model.</summary>
internal static class ErpServiceExtensions
{
    // Aspire sends every trace, and metrics each second, because people watch. Of ten processes that alone keeps the
    // dashboard busy with a third of a processor; nobody reads faster than every five seconds.
    private static readonly (string Name, string? Default)[] TelemetryVariables =
    [
        ("OTEL_TRACES_SAMPLER", null), ("OTEL_TRACES_SAMPLER_ARG", null), ("OTEL_METRIC_EXPORT_INTERVAL", "5000"),
    ];

    /// <summary>Replicas behind one port, readiness as health, the token key, and the API page as link on the
    /// dashboard, or another page.</summary>
    public static IResourceBuilder<ProjectResource> AsErpService(
        this IResourceBuilder<ProjectResource> service, int port, string icon,
        IResourceBuilder<ParameterResource> signingKey, string page = "API page", string path = "/docs") =>
        service
            .StartedFromBuild()
            .WithHttpEndpoint(port: port, name: "http")
            // The services read the standard keys, not the variables that Aspire spreads a reference over as well.
            .WithReferenceEnvironment(
                ReferenceEnvironmentInjectionFlags.ConnectionString
                | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
            .WithReplicas(Replicas.Of(service.ApplicationBuilder))
            .WithProbes()
            .WithEnvironment("Auth__SigningKey", signingKey)
            .WithEnvironment(context =>
            {
                if (context.ExecutionContext.IsPublishMode) return;
                // A Ctrl-C ends the dashboard as well, perhaps first; 10 s, the default, would be long to wait for it.
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000";
                // Nothing reads appsettings.json again, and systems limit how many processes of a user may watch files.
                context.EnvironmentVariables["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
                // Pages' files are those of the build as well, with their compressed forms.
                context.EnvironmentVariables["ReloadStaticAssetsAtRuntime"] = "false";
                // What the AppHost was started with counts for its services: measurements need production's.
                foreach (var (name, otherwise) in TelemetryVariables)
                    if ((service.ApplicationBuilder.Configuration[name] ?? otherwise) is { Length: > 0 } value)
                        context.EnvironmentVariables[name] = value;
            })
            .WithIconName(icon)
            .WithLaunchProfile(port + LocalPorts.BesideReplicas)
            .WithUrlForEndpoint("http", url => { url.DisplayText = page; url.Url += path; });

    /// <summary>Readiness as health on this machine; started, alive and ready as three different things in a
    /// pod.</summary>
    private static IResourceBuilder<ProjectResource> WithProbes(this IResourceBuilder<ProjectResource> service)
    {
        // A probe is a health check of its own here: three questions for one answer.
        if (service.ApplicationBuilder.ExecutionContext.IsRunMode) return service.WithHttpHealthCheck("/health");
#pragma warning disable ASPIREPROBES001 // Probes of the model, for evaluation only so far.
        return service
            // Half a CPU compiles slowly at first: up to two minutes, after which the other two take over.
            .WithHttpProbe(ProbeType.Startup, "/started",
                initialDelaySeconds: 0, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60)
            // Knows no dependency: a failing database must not restart pods.
            .WithHttpProbe(ProbeType.Liveness, "/alive",
                initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3)
            .WithHttpProbe(ProbeType.Readiness, "/health",
                initialDelaySeconds: 0, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3);
#pragma warning restore ASPIREPROBES001
    }

    /// <summary>Runs the program that the build made. Aspire would put a <c>dotnet run</c> in front of each replica:
    /// most of the start's time, and when only that one is killed the service lives on, unseen.</summary>
    public static IResourceBuilder<ProjectResource> StartedFromBuild(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        // `dotnet watch` and debuggers build and start projects in their own way.
        var watched = builder.Configuration["DOTNET_WATCH"] is "1" or "true";
        if (builder.ExecutionContext.IsPublishMode || watched) return project;
        var program = ProjectOutput.Of(project.Resource.GetProjectMetadata().ProjectPath);
        return project.WithLaunchToolArgs(
            context => { context.Args.Add("exec"); context.Args.Add(program); },
            ownedByLaunchConfigurationType: "project", showInCommandLine: false);
    }
}
