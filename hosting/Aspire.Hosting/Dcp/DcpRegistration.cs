using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dcp;

/// <summary>Adds the orchestration through DCP to an application in run mode.</summary>
internal static class DcpRegistration
{
    public static IServiceCollection AddDcp(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<DcpOptions>, ConfigureDcpOptions>();
        services.AddSingleton<DcpExecutor>();
        services.AddHostedService<DcpHostedService>();
        return services;
    }

    private sealed class DcpHostedService(DcpExecutor executor) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => executor.StartAsync(cancellationToken);

        // With its own time limit: resources that do not end in order are ended by DCP, never left behind.
        public Task StopAsync(CancellationToken cancellationToken) => executor.StopAsync();
    }

    private sealed class ConfigureDcpOptions(IConfiguration configuration, DistributedApplicationOptions application) : IConfigureOptions<DcpOptions>
    {
        public void Configure(DcpOptions options)
        {
            options.CliPath = application.Metadata("dcpclipath");
            configuration.GetSection(DcpOptions.Section).Bind(options);
            if (configuration["ASPIRE_DCP_PATH"] is { Length: > 0 } folder)
                options.CliPath = Path.Combine(folder, OperatingSystem.IsWindows() ? "dcp.exe" : "dcp");
            if (configuration["ASPIRE_CONTAINER_RUNTIME"] is { Length: > 0 } runtime)
                options.ContainerRuntime ??= runtime;
        }
    }
}
