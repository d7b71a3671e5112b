using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Does the wanted step of the pipeline, and ends the AppHost.</summary>
internal sealed class PublishingHost(IDistributedApplicationPipeline pipeline, DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext,
    IServiceProvider services, IHostApplicationLifetime lifetime, ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await pipeline.ExecuteAsync(new PipelineContext(model, executionContext, services, loggers.CreateLogger("Publish"), stoppingToken)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Environment.ExitCode = 1;
            if (!ConsoleErrors.Write(e))
            {
                loggers.CreateLogger("Publish").LogError(e, "Publishing failed.");
            }
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
