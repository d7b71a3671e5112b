using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.AppHost;

/// <summary>How often a resource is asked whether it is healthy. Aspire asks again after 1, 2, 3, 4 and 5 s, so what
/// is healthy after 4 s counts as healthy after 6, and what waits for it starts as late.</summary>
internal static class HealthPolling
{
    /// <summary>Each check asks again by itself, quickly, before it says that something is not healthy.</summary>
    public static void PollHealthQuickly(this IServiceCollection services) =>
        services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var registration in options.Registrations)
            {
                var make = registration.Factory;
                registration.Factory = provider => new QuickHealthCheck(make(provider));
            }
        });

    private sealed class QuickHealthCheck(IHealthCheck check) : IHealthCheck
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(5);

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var clock = Stopwatch.StartNew();
            while (true)
            {
                var result = await check.CheckHealthAsync(context, cancellationToken);
                if (result.Status == HealthStatus.Healthy || clock.Elapsed > Patience) return result;
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
