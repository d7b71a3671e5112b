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
    // Canceled when the application begins to end: nothing starts any more.
    private readonly CancellationTokenSource _ending = new();
    // Canceled when all resources have ended: nothing is watched any more.
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<string, DcpInstance> _instances = new(StringComparer.OrdinalIgnoreCase);
    private readonly ServiceAllocator _allocator = new(options.Value, logger);
    private readonly List<Task> _background = [];

    private DcpSession? _session;
    private ResourceStarter? _starter;
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

        _starter = new ResourceStarter(
            Client, new(executionContext, applicationOptions, options.Value), new(executionContext), eventing, notifications, resourceLoggers, services, logger, _ending.Token);
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

        await _ending.CancelAsync().ConfigureAwait(false);
        await StopInOrderAsync().ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _ending.Dispose();
        _ended.Dispose();
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
            await _starter!.StartAsync(instance.Resource, [instance], cancellationToken).ConfigureAwait(false);
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
        var logs = new LogStreams(Client, resourceLoggers, logger, name => _instances.GetValueOrDefault(name), _ended.Token);
        resourceLoggers.ReadAll = logs.ReadAllAsync;
        var observer = new InstanceObserver(Client, logs, eventing, notifications, resourceLoggers, services, logger, _ending.Token, _ended.Token);
        var watcher = new InstanceWatcher(Client, logger);

        _background.Add(watcher.RunAsync<DcpService>((service, _) =>
        {
            _allocator.Observe(service);
            return Task.CompletedTask;
        }, _ended.Token));
        _background.Add(watcher.RunAsync<DcpExecutable>((executable, deleted) =>
            ObserveAsync(executable.Name, deleted ? InstanceStatus.Absent : InstanceStatus.Of(executable)), _ended.Token));
        if (_instances.Values.Any(i => i.IsContainer))
        {
            _background.Add(watcher.RunAsync<DcpContainer>((container, deleted) =>
                ObserveAsync(container.Name, deleted ? InstanceStatus.Absent : InstanceStatus.Of(container)), _ended.Token));
        }
        _background.Add(logs.RunAsync());

        Task ObserveAsync(string name, InstanceStatus status) =>
            _instances.TryGetValue(name, out var instance) ? observer.OnChangeAsync(instance, status) : Task.CompletedTask;
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
        if (!_ending.IsCancellationRequested)
            await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), _ending.Token).ConfigureAwait(false);
    }

    private Task StartFirstAsync(IResource resource, IReadOnlyList<DcpInstance> instances) =>
        resource.TryGetLastAnnotation<ExplicitStartupAnnotation>(out _)
            ? notifications.PublishUpdatesAsync(instances, s => s with { State = KnownResourceStates.NotStarted })
            : _starter!.StartAsync(resource, instances, _ending.Token);

    private async Task DeleteAsync(DcpInstance instance, CancellationToken cancellationToken)
    {
        if (await Client.DeleteAsync(instance, cancellationToken).ConfigureAwait(false))
            await instance.WaitAsync(status => !status.Exists, cancellationToken).ConfigureAwait(false);
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
}
