using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks of the AppHost: the resources and their changes, console logs, commands.</summary>
internal sealed class ResourceService(
    IOptions<DashboardOptions> options,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    IHostApplicationLifetime lifetime) : DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = options.Value.ApplicationName });

    public override Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        WhileRunningAsync(context, async cancellationToken =>
        {
            var first = true;
            await foreach (var batch in ResourceBatches.ReadAsync(notifications.WatchAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(first ? Initial(batch) : Changes(batch), cancellationToken).ConfigureAwait(false);
                first = false;
            }
        });

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context) =>
        WhileRunningAsync(context, async cancellationToken =>
        {
            var lines = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
            await foreach (var batch in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                foreach (var update in ConsoleLogMessages.From(batch)) await responseStream.WriteAsync(update, cancellationToken).ConfigureAwait(false);
            }
        });

    // A command goes on when the browser that asked for it is closed.
    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context) =>
        CommandMessages.From(await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, CancellationToken.None).ConfigureAwait(false));

    // Kept open so that the dashboard does not try again and again; it sends and is sent nothing.
    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream, IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream, ServerCallContext context) =>
        WhileRunningAsync(context, async cancellationToken =>
        {
            while (await requestStream.MoveNext(cancellationToken).ConfigureAwait(false))
            {
            }
        });

    // Streams last as long as the dashboard watches; the headers tell it at once that the call stands.
    private async Task WhileRunningAsync(ServerCallContext context, Func<CancellationToken, Task> stream)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
            await stream(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The application is stopping."));
        }
    }

    private static WatchResourcesUpdate Initial(IEnumerable<ResourceEvent> batch)
    {
        var data = new InitialResourceData();
        data.Resources.Add(batch.Select(ResourceMessages.From));
        return new() { InitialData = data };
    }

    private static WatchResourcesUpdate Changes(IEnumerable<ResourceEvent> batch)
    {
        var changes = new WatchResourcesChanges();
        changes.Value.Add(batch.Select(e => new WatchResourcesChange { Upsert = ResourceMessages.From(e) }));
        return new() { Changes = changes };
    }
}
