using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One process or container of a resource: a project with two replicas has two. Its name is the id under which
/// notifications, logs and commands know it.
/// </summary>
internal sealed class DcpInstance(IResource resource, string name, string suffix, IReadOnlyList<BoundEndpoint> endpoints)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = New();
    private TaskCompletionSource _waitSkipped = New();
    private InstanceStatus _status = InstanceStatus.Absent;
    private bool _starting;

    public IResource Resource { get; } = resource;

    public string Name { get; } = name;

    /// <summary>The random part of the name; telemetry's <c>service.instance.id</c>.</summary>
    public string Suffix { get; } = suffix;

    public IReadOnlyList<BoundEndpoint> Endpoints { get; } = endpoints;

    public bool IsContainer => Resource.IsContainer();

    /// <summary>Command line and environment as last given to DCP; null before the first start.</summary>
    public LaunchDetails? Launch { get; set; }

    /// <summary>Set when somebody asked for the end, so that it is not reported as a failure.</summary>
    public bool StopRequested { get; set; }

    /// <summary>Completes when the user starts the resource by hand while it waits for others.</summary>
    public Task WaitSkipped => _waitSkipped.Task;

    /// <summary>One start or stop at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public InstanceStatus Status
    {
        get
        {
            lock (_lock)
                return _status;
        }
        set
        {
            lock (_lock)
            {
                _status = value;
                _changed.TrySetResult();
                _changed = New();
            }
        }
    }

    public void BeginStart()
    {
        lock (_lock)
        {
            _starting = true;
            _waitSkipped = New();
        }
    }

    public void EndStart()
    {
        lock (_lock)
            _starting = false;
    }

    /// <summary>Ends the wait of a start that is under way; false when there is none.</summary>
    public bool SkipWait()
    {
        lock (_lock)
            return _starting && _waitSkipped.TrySetResult();
    }

    /// <summary>Completes when DCP has reported a status that fits, which may be the present one.</summary>
    public async Task WaitAsync(Func<InstanceStatus, bool> fits, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            Task changed;
            lock (_lock)
            {
                if (fits(_status))
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An endpoint of the model and the DCP service that carries it.</summary>
internal sealed record BoundEndpoint(EndpointAnnotation Endpoint, string ServiceName);

/// <summary>What a process or container was started with.</summary>
internal sealed record LaunchDetails(string? Program, string? WorkingDirectory, IReadOnlyList<LaunchArgument> Arguments, IReadOnlySet<string> EnvironmentNames);

/// <summary>An argument; a secret one is masked on the dashboard.</summary>
internal sealed record LaunchArgument(string Value, bool IsSensitive);
