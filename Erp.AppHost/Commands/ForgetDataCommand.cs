using Erp.AppHost.Backing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Commands;

/// <summary>Deletes all data of the application and starts it afresh.</summary>
internal static class ForgetDataCommand
{
    /// <summary>Adds the command <c>forget-data</c>, which asks before it does it.</summary>
    public static IResourceBuilder<ApplicationResource> WithForgetDataCommand(
        this IResourceBuilder<ApplicationResource> application) =>
        application.WithCommand("forget-data", "Forget all data", ForgetAsync, new CommandOptions
        {
            Description = "Stops the services, deletes what all backing services hold, and starts everything again.",
            ConfirmationMessage = "Delete all employees, approvals, inboxes and notifications for good?",
            IconName = "Delete",
        });

    private static async Task<ExecuteCommandResult> ForgetAsync(ExecuteCommandContext context)
    {
        var model = context.Services.GetRequiredService<DistributedApplicationModel>();
        var run = new ResourceRun(
            context.Services.GetRequiredService<ResourceCommandService>(),
            context.Services.GetRequiredService<ResourceNotificationService>(), context.CancellationToken);
        var stores = model.Resources.Where(r => r.HasAnnotationOfType<BackingChoice>()).ToList();
        if (stores.FirstOrDefault(s => Choice(s).Source == BackingSource.External) is { } outside)
        {
            return CommandResults.Failure(
                $"{outside.Name} is an outside server ({Choice(outside).Reason}): its data is not this application's "
                    + "to delete.");
        }
        var services = model.Resources.OfType<ProjectResource>()
            .Where(p => p.HasAnnotationOfType<HealthCheckAnnotation>())
            .ToList();
        var servers = stores.Where(s => s is ExecutableResource or ContainerResource).ToList();
        try
        {
            await Task.WhenAll(services.Select(run.StopAsync));
            await Task.WhenAll(servers.Select(run.StopAsync));
            foreach (var store in stores) await DeleteAsync(store, context);
            await Task.WhenAll(servers.Select(run.StartAsync));
            await Task.WhenAll(services.Select(run.StartAsync));
        }
        catch (DistributedApplicationException e)
        {
            return CommandResults.Failure(e.Message);
        }
        return CommandResults.Success("Everything is forgotten, and the application is as after its first start.");
    }

    private static BackingChoice Choice(IResource store) => store.Annotations.OfType<BackingChoice>().Single();

    private static Task DeleteAsync(IResource store, ExecuteCommandContext context)
    {
        if (Choice(store).Source == BackingSource.Container)
            return DataVolume.EmptyAsync(store, context.CancellationToken);
        DataFolder.Empty(context.Services.GetRequiredService<IConfiguration>(), store.Name);
        return Task.CompletedTask;
    }
}
