using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dcp;

/// <summary>Turns what DCP reports of an instance into what the dashboard and <c>WaitFor</c> see of it.</summary>
internal static class InstanceSnapshots
{
    /// <summary>The same change for several instances.</summary>
    public static Task PublishUpdatesAsync(
        this ResourceNotificationService notifications, IEnumerable<DcpInstance> instances, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        Task.WhenAll(instances.Select(i => notifications.PublishUpdateAsync(i.Resource, i.Name, change)));

    public static CustomResourceSnapshot Apply(DcpInstance instance, InstanceStatus status, CustomResourceSnapshot previous) => previous with
    {
        ResourceType = TypeOf(instance.Resource),
        // DCP's object is without a state for a moment after its creation; the model has said "Starting" by then.
        State = status.State is null or "Unknown" ? previous.State : Styled(status),
        ExitCode = status.ExitCode,
        CreationTimeStamp = status.Created?.ToUniversalTime() ?? previous.CreationTimeStamp,
        StartTimeStamp = status.Started?.ToUniversalTime(),
        StopTimeStamp = status.Finished?.ToUniversalTime(),
        EnvironmentVariables = Environment(instance, status),
        Urls = [.. Urls(instance.Resource, isRunning: status.State == KnownResourceStates.Running)],
        Volumes = Volumes(instance.Resource),
        Relationships = previous.Relationships,
        Properties = With(previous.Properties, Properties(instance, status)),
    };

    /// <summary>What is known before anything runs.</summary>
    public static CustomResourceSnapshot Initial(DcpInstance instance, CustomResourceSnapshot previous) => previous with
    {
        ResourceType = TypeOf(instance.Resource),
        Urls = [.. Urls(instance.Resource, isRunning: false)],
        Volumes = Volumes(instance.Resource),
        Properties = With(previous.Properties, Properties(instance, InstanceStatus.Absent)),
        HealthReports = PendingHealth(instance.Resource),
    };

    /// <summary>A new start; nothing of an earlier one shows any more.</summary>
    public static Func<CustomResourceSnapshot, CustomResourceSnapshot> Starting(IResource resource) => previous => previous with
    {
        State = KnownResourceStates.Starting,
        ExitCode = null,
        StartTimeStamp = null,
        StopTimeStamp = null,
        HealthReports = PendingHealth(resource),
        ResourceReady = null,
    };

    /// <summary>Checks that have not run yet, so that nobody takes the resource for healthy before its first check.</summary>
    private static ImmutableArray<HealthReportSnapshot> PendingHealth(IResource resource) =>
        [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, null, null, null))];

    private static string TypeOf(IResource resource) =>
        resource is ProjectResource ? "Project" : resource.IsContainer() ? "Container" : "Executable";

    private static ResourceStateSnapshot Styled(InstanceStatus status) =>
        new(status.State!, status.State == KnownResourceStates.FailedToStart ? KnownResourceStateStyles.Error : null);

    private static ImmutableArray<EnvironmentVariableSnapshot> Environment(DcpInstance instance, InstanceStatus status) =>
        [.. status.Environment.Select(v => new EnvironmentVariableSnapshot(v.Name, v.Value, IsFromSpec: instance.Launch?.EnvironmentNames.Contains(v.Name) == true))];

    private static IEnumerable<UrlSnapshot> Urls(IResource resource, bool isRunning) =>
        resource.Annotations.OfType<ResourceUrlAnnotation>().Select(url =>
            new UrlSnapshot(url.Endpoint?.EndpointName, url.Url, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
            {
                IsInactive = !isRunning && url.Endpoint is not null,
                DisplayProperties = new(url.DisplayText ?? "", url.DisplayOrder ?? 0),
            });

    private static ImmutableArray<VolumeSnapshot> Volumes(IResource resource) =>
        [.. resource.Annotations.OfType<ContainerMountAnnotation>().Select(m =>
            new VolumeSnapshot(m.Source, m.Target, m.Type is ContainerMountType.BindMount ? "bind" : "volume", m.IsReadOnly))];

    private static IEnumerable<ResourcePropertySnapshot> Properties(DcpInstance instance, InstanceStatus status)
    {
        var launch = instance.Launch;
        if (instance.IsContainer)
        {
            yield return new("container.image", ContainerFactory.Image(instance.Resource));
            yield return new("container.id", status.ContainerId);
            yield return new("container.command", launch?.Program);
            yield return new("container.args", status.Arguments.ToImmutableArray()) { IsSensitive = true };
            yield return new("container.ports", instance.Endpoints.Select(e => e.Endpoint.TargetPort!.Value).ToImmutableArray());
            yield return new("container.lifetime", ContainerFactory.IsPersistent(instance.Resource) ? ContainerLifetime.Persistent : ContainerLifetime.Session);
        }
        else
        {
            yield return new("executable.path", launch?.Program ?? (instance.Resource as ExecutableResource)?.Command);
            yield return new("executable.workDir", launch?.WorkingDirectory ?? (instance.Resource as ExecutableResource)?.WorkingDirectory);
            yield return new("executable.args", status.Arguments.ToImmutableArray()) { IsSensitive = true };
            yield return new("executable.pid", status.Pid);
        }
        if (instance.Resource is ProjectResource project)
            yield return new("project.path", project.GetProjectMetadata().ProjectPath);
        if (launch is null)
            yield break;

        var sensitive = launch.Arguments.Any(a => a.IsSensitive);
        yield return new("resource.appArgs", launch.Arguments.Select(a => a.Value).ToImmutableArray()) { IsSensitive = sensitive };
        yield return new("resource.appArgsSensitivity", launch.Arguments.Select(a => a.IsSensitive ? 1 : 0).ToImmutableArray()) { IsSensitive = sensitive };
    }

    private static ImmutableArray<ResourcePropertySnapshot> With(ImmutableArray<ResourcePropertySnapshot> properties, IEnumerable<ResourcePropertySnapshot> changes)
    {
        var merged = properties.IsDefault ? [] : properties.ToList();
        foreach (var change in changes)
        {
            var index = merged.FindIndex(p => p.Name == change.Name);
            if (index >= 0)
                merged[index] = change;
            else
                merged.Add(change);
        }
        return [.. merged];
    }
}
