using Erp.ServiceDefaults.Http;

namespace Erp.Web.Services;

internal static class ServiceClients
{
    public static void AddServiceClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
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
        builder.AddServiceClient<TClient, CallerTokenHandler>(service);
        builder.Services.AddTransient<ServiceClient>(p => p.GetRequiredService<TClient>());
    }
}
