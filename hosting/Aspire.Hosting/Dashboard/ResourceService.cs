using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Grpc;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks of the AppHost: the resources and their changes, console logs, commands.</summary>
internal sealed class ResourceService(
    string applicationName,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands)
{
    private const string Service = "/aspire.v1.DashboardService/";

    public IReadOnlyDictionary<string, Func<GrpcCall, Task>> Methods => new Dictionary<string, Func<GrpcCall, Task>>
    {
        [Service + "GetApplicationInformation"] = GetApplicationInformationAsync,
        [Service + "WatchResources"] = WatchResourcesAsync,
        [Service + "WatchResourceConsoleLogs"] = WatchConsoleLogsAsync,
        [Service + "ExecuteResourceCommand"] = ExecuteCommandAsync,
        [Service + "WatchInteractions"] = WatchInteractionsAsync,
    };

    private async Task GetApplicationInformationAsync(GrpcCall call)
    {
        await call.ReadOneAsync(ApplicationInformationRequest.Parser).ConfigureAwait(false);
        await call.WriteAsync(new ApplicationInformationResponse { ApplicationName = applicationName }).ConfigureAwait(false);
    }

    private async Task WatchResourcesAsync(GrpcCall call)
    {
        await call.ReadOneAsync(WatchResourcesRequest.Parser).ConfigureAwait(false);
        var first = true;
        await foreach (var batch in ResourceBatches.ReadAsync(notifications.WatchAsync(call.CancellationToken), call.CancellationToken).ConfigureAwait(false))
        {
            await call.WriteAsync(first ? Initial(batch) : Changes(batch)).ConfigureAwait(false);
            first = false;
        }

        static WatchResourcesUpdate Initial(IEnumerable<ResourceEvent> batch)
        {
            var data = new InitialResourceData();
            data.Resources.Add(batch.Select(ResourceMessages.From));
            return new() { InitialData = data };
        }

        static WatchResourcesUpdate Changes(IEnumerable<ResourceEvent> batch)
        {
            var changes = new WatchResourcesChanges();
            changes.Value.Add(batch.Select(e => new WatchResourcesChange { Upsert = ResourceMessages.From(e) }));
            return new() { Changes = changes };
        }
    }

    private async Task WatchConsoleLogsAsync(GrpcCall call)
    {
        var request = await call.ReadOneAsync(WatchResourceConsoleLogsRequest.Parser).ConfigureAwait(false);
        await call.StartAsync().ConfigureAwait(false);
        var lines = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
        await foreach (var batch in lines.WithCancellation(call.CancellationToken).ConfigureAwait(false))
        {
            foreach (var update in ConsoleLogMessages.From(batch)) await call.WriteAsync(update).ConfigureAwait(false);
        }
    }

    private async Task ExecuteCommandAsync(GrpcCall call)
    {
        var request = await call.ReadOneAsync(ResourceCommandRequest.Parser).ConfigureAwait(false);
        // A command goes on when the browser that asked for it is closed.
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, CancellationToken.None).ConfigureAwait(false);
        await call.WriteAsync(CommandMessages.From(result)).ConfigureAwait(false);
    }

    // Kept open so that the dashboard does not try again and again; it sends and is sent nothing.
    private async Task WatchInteractionsAsync(GrpcCall call)
    {
        await call.StartAsync().ConfigureAwait(false);
        while (await call.ReadAsync(WatchInteractionsRequestUpdate.Parser).ConfigureAwait(false) is not null)
        {
        }
    }
}
