using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Runs the application model through DCP: allocates endpoints, starts every executable, project and container as soon as
/// what it waits for is there, reports what becomes of them, and ends them in order.
/// </summary>
internal sealed class DcpExecutor(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    DistributedApplicationOptions applicationOptions,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    ResourceLoggerService resourceLoggers,
    IConfiguration configuration,
    IServiceProvider services,
    IOptions<DcpOptions> options,
    ILogger<DcpExecutor> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, DcpInstance> _instances = new(StringComparer.OrdinalIgnoreCase);
    private readonly ServiceAllocator _allocator = new(options.Value, logger);
    private readonly ExecutableFactory _executables = new(executionContext, applicationOptions, options.Value);
    private readonly ContainerFactory _containers = new(executionContext);
    private readonly List<Task> _background = [];

    private DcpSession? _session;
    private LogStreams? _logs;
    private int _stopped;

    /// <summary>
    /// Returns when every endpoint has its address. Resources are starting then; those that wait for others do so in the background.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        options.Value.HasContainers = model.Resources.Any(r => r.IsContainer());
        var starting = DcpSession.StartAsync(options.Value, logger, cancellationToken);
        try
        {
            Prepare();
            await PublishInitialStatesAsync().ConfigureAwait(false);
        }
        finally
        {
            _session = await starting.ConfigureAwait(false);
        }

        _logs = new LogStreams(Client, resourceLoggers, logger, name => _instances.GetValueOrDefault(name), _stopping.Token);
        resourceLoggers.ReadAll = _logs.ReadAllAsync;
        Watch();
        await AllocateAsync(cancellationToken).ConfigureAwait(false);
        _background.Add(StartAllAsync());
    }

    /// <summary>Folder of the running DCP; null before the start.</summary>
    public string? SessionFolder => _session?.Folder;

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        if (_session is null)
            return;

        foreach (var instance in _instances.Values)
            instance.Starting?.Cancel();
        await StopInOrderAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Starts one instance that has ended, or lets one that waits start without waiting.</summary>
    public async Task StartInstanceAsync(string name, CancellationToken cancellationToken)
    {
        var instance = Find(name);
        if (instance.SkipWait())
            return;

        await instance.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await DeleteAsync(instance, cancellationToken).ConfigureAwait(false);
            await StartAsync(instance.Resource, [instance], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    /// <summary>Ends one instance and waits until it has ended.</summary>
    public async Task StopInstanceAsync(string name, CancellationToken cancellationToken)
    {
        var instance = Find(name);
        instance.StopRequested = true;
        if (await Client.StopAsync(instance, cancellationToken).ConfigureAwait(false))
            await instance.WaitAsync(status => status.HasEnded, cancellationToken).ConfigureAwait(false);
    }

    private DcpClient Client => _session?.Client ?? throw new InvalidOperationException("DCP is not running.");

    private IEnumerable<IResource> Launched => model.Resources.Where(r => r is ExecutableResource or ProjectResource || r.IsContainer());

    private DcpInstance Find(string name) =>
        _instances.GetValueOrDefault(name) ?? throw new InvalidOperationException($"Resource '{name}' not found.");

    private void Prepare()
    {
        var launched = Launched.ToList();
        _allocator.Plan(launched);
        foreach (var resource in launched)
        {
            LifecycleCommands.AddTo(resource);
            var endpoints = resource.Annotations.OfType<EndpointAnnotation>().Select(e => new BoundEndpoint(e, _allocator.NameOf(e))).ToList();
            var names = new List<string>();
            for (var i = 0; i < resource.GetReplicaCount(); i++)
            {
                var suffix = resource.IsContainer() && ContainerFactory.IsPersistent(resource) ? ProjectSuffix() : InstanceNames.RandomSuffix();
                var instance = new DcpInstance(resource, InstanceNames.Of(resource, suffix, options.Value), suffix, endpoints);
                _instances.Add(instance.Name, instance);
                names.Add(instance.Name);
            }
            resource.Annotations.Add(new ResourceInstancesAnnotation(names));
        }
    }

    // The same for every run of the same AppHost, so that a persistent container is found again.
    private string ProjectSuffix() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configuration["AppHost:Path"] ?? applicationOptions.ProjectDirectory ?? "")))[..8];

    private Task PublishInitialStatesAsync() => Task.WhenAll(_instances.Values.Select(instance =>
        notifications.PublishUpdateAsync(instance.Resource, instance.Name, snapshot => InstanceSnapshots.Initial(instance, snapshot))));

    private void Watch()
    {
        var watcher = new InstanceWatcher(Client, logger);
        _background.Add(watcher.RunAsync<DcpService>((service, _) =>
        {
            _allocator.Observe(service);
            return Task.CompletedTask;
        }, _stopping.Token));
        _background.Add(watcher.RunAsync<DcpExecutable>((executable, deleted) =>
            OnChangeAsync(executable.Name, deleted ? InstanceStatus.Absent : InstanceStatus.Of(executable)), _stopping.Token));
        if (_instances.Values.Any(i => i.IsContainer))
        {
            _background.Add(watcher.RunAsync<DcpContainer>((container, deleted) =>
                OnChangeAsync(container.Name, deleted ? InstanceStatus.Absent : InstanceStatus.Of(container)), _stopping.Token));
        }
        _background.Add(_logs!.RunAsync());
    }

    private async Task AllocateAsync(CancellationToken cancellationToken)
    {
        var hasContainers = _instances.Values.Any(i => i.IsContainer);
        var network = hasContainers ? Client.CreateAsync(ContainerFactory.Network(), cancellationToken) : Task.CompletedTask;
        await _allocator.AllocateAsync(Client, cancellationToken).ConfigureAwait(false);
        await network.ConfigureAwait(false);

        if (hasContainers)
        {
            foreach (var instance in _instances.Values)
                ContainerFactory.AllocateOnNetwork(instance);
        }

        await Task.WhenAll(Launched.Select(async resource =>
        {
            await ResourceUrls.ProcessAsync(resource, executionContext, resourceLoggers.GetLogger(resource), cancellationToken).ConfigureAwait(false);
            await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken).ConfigureAwait(false);
        })).ConfigureAwait(false);
        await PublishInitialStatesAsync().ConfigureAwait(false);
    }

    private async Task StartAllAsync()
    {
        await Task.WhenAll(_instances.Values.GroupBy(i => i.Resource).Select(group => Task.Run(() => StartFirstAsync(group.Key, [.. group])))).ConfigureAwait(false);
        if (!_stopping.IsCancellationRequested)
            await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), _stopping.Token).ConfigureAwait(false);
    }

    private async Task StartFirstAsync(IResource resource, IReadOnlyList<DcpInstance> instances)
    {
        if (resource.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _))
        {
            await PublishAsync(instances, s => s with { State = KnownResourceStates.NotStarted }).ConfigureAwait(false);
            return;
        }
        await StartAsync(resource, instances, _stopping.Token).ConfigureAwait(false);
    }

    // Tells the model that the resource starts, waits for what it needs, and creates its objects in DCP.
    private async Task StartAsync(IResource resource, IReadOnlyList<DcpInstance> instances, CancellationToken cancellationToken)
    {
        var resourceLogger = resourceLoggers.GetLogger(resource);
        try
        {
            using var start = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            foreach (var instance in instances)
                instance.BeginStart(start);
            await PublishAsync(instances, InstanceSnapshots.Starting(resource)).ConfigureAwait(false);

            if (resource is IResourceWithConnectionString)
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), start.Token).ConfigureAwait(false);
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), start.Token).ConfigureAwait(false);
            await WaitForDependenciesAsync(resource, instances, start.Token).ConfigureAwait(false);
            await PublishAsync(instances, s => s with { State = KnownResourceStates.Starting }).ConfigureAwait(false);
            await Task.WhenAll(instances.Select(i => CreateAsync(i, resourceLogger, start.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || _stopped != 0)
        {
            // The application ends.
        }
        catch (Exception e)
        {
            resourceLogger.LogError("{Resource} failed to start: {Reason}", resource.Name, e.Message);
            logger.LogError("{Resource} failed to start: {Reason}", resource.Name, e.Message);
            await PublishAsync(instances, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var instance in instances)
                instance.EndStart();
        }
    }

    private async Task WaitForDependenciesAsync(IResource resource, IReadOnlyList<DcpInstance> instances, CancellationToken cancellationToken)
    {
        var waiting = notifications.WaitForDependenciesAsync(resource, cancellationToken);
        if (!waiting.IsCompleted)
            waiting = await Task.WhenAny([waiting, .. instances.Select(i => i.WaitSkipped)]).ConfigureAwait(false);
        await waiting.ConfigureAwait(false);
    }

    private async Task CreateAsync(DcpInstance instance, ILogger resourceLogger, CancellationToken cancellationToken)
    {
        instance.StopRequested = false;
        if (instance.IsContainer)
            await Client.CreateAsync(await _containers.CreateAsync(instance, resourceLogger, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else
            await Client.CreateAsync(await _executables.CreateAsync(instance, resourceLogger, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteAsync(DcpInstance instance, CancellationToken cancellationToken)
    {
        if (await Client.DeleteAsync(instance, cancellationToken).ConfigureAwait(false))
            await instance.WaitAsync(status => !status.Exists, cancellationToken).ConfigureAwait(false);
    }

    private async Task OnChangeAsync(string name, InstanceStatus status)
    {
        if (!_instances.TryGetValue(name, out var instance))
            return;

        var before = instance.Status;
        instance.Status = status;
        if (!status.Exists)
            return;

        await notifications.PublishUpdateAsync(instance.Resource, name, snapshot => InstanceSnapshots.Apply(instance, status, snapshot)).ConfigureAwait(false);
        if (status.State == KnownResourceStates.RuntimeUnhealthy && before.State != status.State)
            logger.LogError("{Resource} is a container, and no container runtime (Docker, Podman) answers.", name);
        if (status.State is not null)
            _logs!.Available(instance);
        if (status.HasEnded && !before.HasEnded || status.State == KnownResourceStates.FailedToStart && before.State != status.State)
            _ = OnEndedAsync(instance, status);
    }

    // Beside the watch: other resources' changes do not wait for it.
    private async Task OnEndedAsync(DcpInstance instance, InstanceStatus status)
    {
        try
        {
            if (_stopped == 0 && !instance.StopRequested)
                await EndReport.WriteAsync(Client, instance, status, resourceLoggers.GetLogger(instance.Name), logger, _stopping.Token).ConfigureAwait(false);
            if (notifications.TryGetCurrentState(instance.Name, out var current))
                await eventing.PublishAsync(new ResourceStoppedEvent(instance.Resource, services, current), _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A handler of the end of {Resource} failed.", instance.Name);
        }
    }

    private async Task StopInOrderAsync()
    {
        using var timeout = new CancellationTokenSource(options.Value.StopTimeout);
        foreach (var wave in ShutdownOrder.Waves([.. Launched]))
        {
            var ending = _instances.Values.Where(i => wave.Contains(i.Resource) && !(i.IsContainer && ContainerFactory.IsPersistent(i.Resource)) && !i.Status.HasEnded);
            try
            {
                await Task.WhenAll(ending.Select(i => StopInstanceAsync(i.Name, timeout.Token))).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DcpException or HttpRequestException or IOException or OperationCanceledException)
            {
                // What does not end now ends with DCP.
                logger.LogWarning("Not all resources ended in order: {Reason}", e.Message);
            }
        }
    }

    private Task PublishAsync(IEnumerable<DcpInstance> instances, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        Task.WhenAll(instances.Select(i => notifications.PublishUpdateAsync(i.Resource, i.Name, change)));
}
