using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Erp.AppHost;

/// <summary>What the console tells about the resources.</summary>
internal static class ConsoleReports
{
    /// <summary>Adds <see cref="StartupReport"/>, <see cref="HangReport"/> and <see cref="EndReport"/>. They come
    /// before all other hosted services, because the orchestrator's start lasts until the last resource is
    /// there.</summary>
    public static void AddConsoleReports(this IServiceCollection services)
    {
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartupReport>());
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, HangReport>());
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, EndReport>());
    }
}
