using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging;

/// <summary>The command <c>--replay-dead-letters WHAT</c>: the process sends dead letters back, does nothing else, and
/// ends; with 1 when not all are sent back.</summary>
/// <param name="configuration">Says what to send back.</param>
/// <param name="lifetime">Of this process.</param>
public abstract class ReplayCommand(IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Key = "replay-dead-letters";

    /// <summary>This process was started for the command only.</summary>
    public static bool IsAsked(IConfiguration configuration) => configuration[Key] is { Length: > 0 };

    /// <summary>Adds the command where this process was started for it; call it after
    /// <c>AddServiceDefaults</c>.</summary>
    public static void Add<TCommand>(WebApplicationBuilder builder)
        where TCommand : ReplayCommand
    {
        if (!IsAsked(builder.Configuration)) return;
        // It is run beside a service that has all the ports of the same environment.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<TCommand>();
    }

    /// <summary>Sends back.</summary>
    /// <param name="what">A topic, or what else a service keeps dead letters of.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>What was done, one line for the console.</returns>
    /// <exception cref="ReplayException">Not all could be sent back.</exception>
    protected abstract Task<string> ReplayAsync(string what, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that is stopped while it starts takes that for a failure of its own.
        await StartedAsync(stoppingToken);
        try
        {
            Console.WriteLine(await ReplayAsync(configuration[Key]!, stoppingToken));
        }
        catch (ReplayException e)
        {
            Environment.ExitCode = 1;
            await Console.Error.WriteLineAsync(e.Message);
        }
        lifetime.StopApplication();
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
