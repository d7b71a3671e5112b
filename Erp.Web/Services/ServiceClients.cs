using Erp.ServiceDefaults.Http;

namespace Erp.Web.Services;

internal static class ServiceClients
{
    public static void AddServiceClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        // Somebody waits: one more try, which may come to another replica, and no third.
        builder.Services.Configure<ServiceClientOptions>(
            o => (o.Retries, o.TotalTimeout) = (1, TimeSpan.FromSeconds(6.5)));
        builder.Add<EmployeeClient>(EmployeeClient.Name);
        builder.Add<ApprovalClient>(ApprovalClient.Name);
        builder.Add<InboxClient>(InboxClient.Name);
        builder.Add<NotificationClient>(NotificationClient.Name);
        builder.Services.AddSingleton<ServiceHealth>();
        builder.Services.AddScoped<CurrentPerson>();
        builder.Services.AddScoped<PeopleNames>();
    }

    private static void Add<TClient>(this WebApplicationBuilder builder, string service) where TClient : ServiceClient
    {
        builder.AddServiceClient<TClient, CallerTokenHandler>(service).ConfigureAdditionalHttpMessageHandlers(
            // Around the tries.
            (handlers, p) => handlers.Insert(0, ActivatorUtilities.CreateInstance<PageTimeHandler>(p, service)));
        builder.Services.AddTransient<ServiceClient>(p => p.GetRequiredService<TClient>());
    }
}
