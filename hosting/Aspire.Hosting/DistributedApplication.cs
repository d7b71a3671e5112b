using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>An application that is described completely: it can be run or published.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;

    /// <summary>On a host.</summary>
    /// <param name="host">The host.</param>
    public DistributedApplication(IHost host) => _host = host ?? throw new ArgumentNullException(nameof(host));

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The states of all resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Calls commands of resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins the description of an application.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Begins the description of an application.</summary>
    /// <param name="args">The AppHost's command line.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => ConsoleErrors.OneLine(() => new DistributedApplicationBuilder(args));

    /// <summary>Begins the description of an application.</summary>
    /// <param name="options">How it is built.</param>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => ConsoleErrors.OneLine(() => new DistributedApplicationBuilder(options));

    /// <summary>Runs or publishes it, and returns when that has ended.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs or publishes it, and returns when that has ended.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await BeforeStartAsync(cancellationToken).ConfigureAwait(false);
            await (Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode
                ? PublishAsync(cancellationToken)
                : _host.RunAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (ConsoleErrors.Write(e))
        {
            Environment.ExitCode = 1;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="cancellationToken">Ends the start early.</param>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await BeforeStartAsync(cancellationToken).ConfigureAwait(false);
        await _host.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops it.</summary>
    /// <param name="cancellationToken">Ends the stop early.</param>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    // Ctrl-C ends the steps too; whatever happens, services that were started are stopped before the AppHost ends.
    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        await using var ended = this.ConfigureAwait(false);
        await _host.StartAsync(cancellationToken).ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            var logger = Services.GetRequiredService<ILoggerFactory>().CreateLogger("Publish");
            var context = new PipelineContext(Services.GetRequiredService<DistributedApplicationModel>(), Services.GetRequiredService<DistributedApplicationExecutionContext>(), Services, logger, stopping.Token);
            await Services.GetRequiredService<IDistributedApplicationPipeline>().ExecuteAsync(context).ConfigureAwait(false);
        }
        finally
        {
            await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Task BeforeStartAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<IDistributedApplicationEventing>()
            .PublishAsync(new BeforeStartEvent(Services, Services.GetRequiredService<DistributedApplicationModel>()), cancellationToken);
}
