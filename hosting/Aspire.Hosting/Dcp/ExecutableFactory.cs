using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Turns executable and project resources into DCP's executables.</summary>
internal sealed class ExecutableFactory(DistributedApplicationExecutionContext executionContext, DistributedApplicationOptions application, DcpOptions options)
{
    /// <summary>Runs the resource's argument and environment callbacks; every start of an instance does so anew.</summary>
    public async Task<DcpExecutable> CreateAsync(DcpInstance instance, ILogger logger, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        var (program, first, workingDirectory) = Command(resource);
        var arguments = await ResourceConfiguration.ResolveArgsAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);
        var environment = await ResourceConfiguration.ResolveEnvironmentAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);

        instance.Launch = new LaunchDetails(program, workingDirectory,
            [.. arguments.Select(a => new LaunchArgument(a.Value!, a.IsSensitive))],
            environment.Select(e => e.Name).ToHashSet(StringComparer.Ordinal));

        var variables = environment.Select(e => new DcpEnvVar { Name = e.Name, Value = e.Value! }).ToList();
        if (DcpCacheFolder.IsPrivate(options))
            DcpCacheFolder.Restore(variables);

        return new DcpExecutable
        {
            Metadata = { Name = instance.Name, Annotations = Annotations(instance) },
            Spec = new()
            {
                ExecutablePath = program,
                WorkingDirectory = workingDirectory,
                Args = [.. first, .. arguments.Select(a => a.Value!)],
                Env = variables,
            },
        };
    }

    /// <summary>Ties the object to its resource, its telemetry names and the services that it implements.</summary>
    public static Dictionary<string, string> Annotations(DcpInstance instance)
    {
        var annotations = new Dictionary<string, string>
        {
            [DcpAnnotations.ResourceName] = instance.Resource.Name,
            [DcpAnnotations.OtelServiceName] = instance.Resource.Name,
            [DcpAnnotations.OtelServiceInstanceId] = instance.Suffix,
        };
        if (instance.Endpoints.Count > 0)
            annotations[DcpAnnotations.ServiceProducer] = JsonSerializer.Serialize(instance.Endpoints.Select(Producer).ToList(), DcpJson.Default.ListDcpServiceProducer);
        return annotations;
    }

    private (string Program, IReadOnlyList<string> Arguments, string WorkingDirectory) Command(IResource resource)
    {
        if (resource is ExecutableResource executable)
            return (executable.Command, [], executable.WorkingDirectory);

        var project = ((ProjectResource)resource).GetProjectMetadata();
        var (program, arguments) = ProjectProgram.For(project, application);
        return (program, arguments, Path.GetDirectoryName(project.ProjectPath)!);
    }

    private static DcpServiceProducer Producer(BoundEndpoint endpoint) => new()
    {
        ServiceName = endpoint.ServiceName,
        Address = ServiceAllocator.Normalize(endpoint.Endpoint.TargetHost).Address,
        Port = endpoint.Endpoint.TargetPort,
    };
}
