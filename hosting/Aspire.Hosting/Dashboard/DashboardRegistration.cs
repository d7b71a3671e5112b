using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dashboard;

/// <summary>Gives an application its dashboard.</summary>
internal static class DashboardRegistration
{
    public static void AddDashboard(this IDistributedApplicationBuilder builder)
    {
        DashboardDefaults.AddTo(builder.Configuration);
        var configure = new ConfigureDashboardOptions(builder.Configuration, builder.Environment, builder.AppHostAssembly);
        builder.Services.AddSingleton<IConfigureOptions<DashboardOptions>>(configure);
        builder.Services.AddSingleton<IValidateOptions<DashboardOptions>>(configure);
        builder.Services.AddSingleton<ResourceService>();
        builder.Services.AddHostedService<DashboardHost>();
    }
}
