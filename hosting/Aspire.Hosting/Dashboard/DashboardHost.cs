using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Runs the resource service and the dashboard beside the application: begun with it, awaited by nobody, ended with it.
/// A dashboard that cannot be had or ends early costs a warning, not the application.
/// </summary>
internal sealed class DashboardHost(
    IOptions<DashboardOptions> options,
    ResourceService service,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers,
    ILogger<DistributedApplication> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly DashboardOptions _options = options.Value;
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    // Called when the resources have ended: what they report of their end arrives, and none of them waits for a dashboard that has gone.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        try
        {
            if (!File.Exists(_options.Path))
            {
                logger.LogWarning("There is no dashboard: {Path} does not exist; set {Key}, or build the AppHost again", _options.Path ?? "(no path)", DashboardKeys.Path);
                return;
            }

            await using var server = await ResourceServer.StartAsync(_options, service, loggers, _stopping.Token).ConfigureAwait(false);

            var log = new DashboardLog(loggers, lifetime.ApplicationStopping);
            await using var process = DashboardProcess.Start(_options, server.Address, log, logger);
            await WatchAsync(process, log).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            logger.LogError(e, "The dashboard could not be started");
        }
    }

    private async Task WatchAsync(DashboardProcess process, DashboardLog log)
    {
        var exited = process.WaitForExitAsync(_stopping.Token);
        if (await Task.WhenAny(log.Listening, exited).ConfigureAwait(false) == log.Listening) WriteAddress();

        var code = await exited.ConfigureAwait(false);
        // Ctrl-C reaches the dashboard as well, sometimes first.
        await Task.Delay(TimeSpan.FromMilliseconds(500), lifetime.ApplicationStopping).ConfigureAwait(false);
        logger.LogWarning("The dashboard ended with exit code {ExitCode}", code);
    }

    private void WriteAddress()
    {
        // The first address that a browser can open.
        var address = new Uri(_options.FrontendUrl.Split(';', StringSplitOptions.RemoveEmptyEntries)[0]).GetLeftPart(UriPartial.Authority);
        logger.LogInformation("Now listening on: {DashboardUrl}", address);
        if (_options.BrowserToken is { } token) logger.LogInformation("Login to the dashboard at {DashboardLoginUrl}", $"{address}/login?t={token}");
    }
}
