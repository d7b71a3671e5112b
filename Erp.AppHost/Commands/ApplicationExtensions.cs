namespace Erp.AppHost.Commands;

/// <summary>What one asks of the application from the dashboard's menu, or with <c>aspire resource</c>.</summary>
internal static class ApplicationExtensions
{
    /// <summary>Adds the application as a whole with its commands; nothing of it is published.</summary>
    public static IResourceBuilder<ApplicationResource> AddApplication(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> signingKey) =>
        builder.AddResource(new ApplicationResource(name))
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "Application",
                State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                Properties = [],
            })
            .WithIconName("BuildingMultiple")
            .WithTokenCommand(signingKey.Resource)
            .WithForgetDataCommand()
            .ExcludeFromManifest();
}
