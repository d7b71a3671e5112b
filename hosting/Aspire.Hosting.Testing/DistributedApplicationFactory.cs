using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Starts an AppHost inside the test's process by running its entry point. Ports are free ones and the dashboard is off,
/// unless <see cref="OnBuilderCreating"/> says otherwise.
/// </summary>
public class DistributedApplicationFactory : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_shutdownLimit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _disposing = new();
    private readonly EntryPoint _entryPoint;
    private readonly Lazy<bool> _begun;
    private volatile bool _started;

    /// <summary>Names the AppHost.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly, for example <c>Projects.Erp_AppHost</c> or its <c>Program</c>.</param>
    public DistributedApplicationFactory(Type entryPoint)
        : this(entryPoint, [])
    {
    }

    /// <summary>Names the AppHost and its command line.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly, for example <c>Projects.Erp_AppHost</c> or its <c>Program</c>.</param>
    /// <param name="args">The command line, also read as configuration.</param>
    public DistributedApplicationFactory(Type entryPoint, string[] args)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        Arguments.ThrowIfInvalid(args);

        var assembly = AppHosts.AssemblyOf(entryPoint);
        _entryPoint = new EntryPoint(assembly.EntryPoint!, args, new BuilderHooks
        {
            Constructing = (options, settings) => TestSettings.Apply(args, assembly, options, settings, OnBuilderCreating),
            Constructed = builder =>
            {
                builder.Services.AddHttpClient();
                OnBuilderCreated(builder);
            },
            Building = builder =>
            {
                _builder.TrySetResult(builder);
                OnBuilding(builder);
                // A test that has given up gets no application that would outlive it.
                _disposing.Token.ThrowIfCancellationRequested();
            },
            Built = application =>
            {
                OnBuilt(application);
                _application.TrySetResult(application);
            },
        });
        _begun = new Lazy<bool>(() =>
        {
            _entryPoint.Start();
            return true;
        });
    }

    /// <summary>Builds and starts the application; returns when all of its hosted services have been started.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task for the start; it fails with whatever the entry point throws.</returns>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        using var limit = Limit(cancellationToken);
        var application = await GetApplicationAsync(limit.Token).ConfigureAwait(false);
        await _entryPoint.BeforeExitAsync(EntryPoint.StartedAsync(application, limit.Token), "starting the application", limit.Token).ConfigureAwait(false);
        _started = true;
    }

    /// <summary>Creates a client for a resource's endpoint.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="endpointName">The endpoint's name; by default <c>http</c>, else <c>https</c>.</param>
    /// <returns>A client with that base address.</returns>
    public HttpClient CreateHttpClient(string resourceName, string? endpointName = null) => Started().CreateHttpClient(resourceName, endpointName);

    /// <summary>Reads a resource's connection string.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <returns>The connection string, null if the resource has none at present.</returns>
    public ValueTask<string?> GetConnectionString(string resourceName) => Started().GetConnectionStringAsync(resourceName);

    /// <summary>Finds the address of a resource's endpoint.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="endpointName">The endpoint's name; by default <c>http</c>, else <c>https</c>.</param>
    /// <returns>The address on this machine.</returns>
    public Uri GetEndpoint(string resourceName, string? endpointName = null) => Started().GetEndpoint(resourceName, endpointName);

    /// <summary>Stops the application and waits until its entry point has ended.</summary>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the application and waits until its entry point has ended.</summary>
    /// <returns>A task for the end.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_disposing.IsCancellationRequested) return;
        await _disposing.CancelAsync().ConfigureAwait(false);
        if (!_begun.IsValueCreated) return;

        if (_application.Task is { IsCompletedSuccessfully: true } built)
        {
            var application = await built.ConfigureAwait(false);
            Stop(application);
            await _entryPoint.Exited.WaitAsync(s_shutdownLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await application.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await _entryPoint.Exited.WaitAsync(s_shutdownLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Called before the builder is made, to change its options.</summary>
    /// <param name="applicationOptions">The application's options.</param>
    /// <param name="hostOptions">The host's settings, among them the configuration to begin with.</param>
    protected virtual void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions)
    {
    }

    /// <summary>Called when the builder has been made, before the AppHost adds anything to it.</summary>
    /// <param name="applicationBuilder">The builder.</param>
    protected virtual void OnBuilderCreated(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>Called when the AppHost has described itself and is about to build the application.</summary>
    /// <param name="applicationBuilder">The builder.</param>
    protected virtual void OnBuilding(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>Called when the application has been built, before it is started.</summary>
    /// <param name="application">The application.</param>
    protected virtual void OnBuilt(DistributedApplication application)
    {
    }

    internal async Task<DistributedApplicationBuilder> GetBuilderAsync(CancellationToken cancellationToken)
    {
        using var limit = Limit(cancellationToken);
        return await _entryPoint.BeforeExitAsync(_builder.Task, "building an application", limit.Token).ConfigureAwait(false);
    }

    internal async Task<DistributedApplication> GetApplicationAsync(CancellationToken cancellationToken)
    {
        using var limit = Limit(cancellationToken);
        return await _entryPoint.BeforeExitAsync(_application.Task, "building an application", limit.Token).ConfigureAwait(false);
    }

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
        _ = _begun.Value;
        return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
    }

    private DistributedApplication Started() =>
        _started ? _application.Task.Result : throw new InvalidOperationException("The application has not been started.");

    private static void Stop(DistributedApplication application)
    {
        try
        {
            application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
        catch (ObjectDisposedException)
        {
            // Its entry point was quicker.
        }
    }
}
