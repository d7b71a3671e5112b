using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;

namespace Erp.AppHost;

/// <summary>The ports that do not change from start to start: those of the services, and the dashboard's.</summary>
internal static class TakenPorts
{
    // What an AppHost that was killed has left behind goes in two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Interval = TimeSpan.FromMilliseconds(100);

    private static readonly (string Setting, string Of)[] OfTheDashboard =
    [
        ("ASPNETCORE_URLS", "the dashboard"), ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "the dashboard's OTLP/gRPC"),
        ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "the dashboard's OTLP/HTTP"),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "the AppHost"),
    ];

    /// <summary>Starts nothing while another program listens at one of them: the orchestrator would say nothing of
    /// that, and what waits for the service would wait for ever.</summary>
    /// <exception cref="DistributedApplicationException">One is still taken after some seconds.</exception>
    public static void MustNotBeTaken(IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode || builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts"))
            return;
        (int Port, string Of)[] wanted = [.. OfServices(builder), .. OfUrls(builder.Configuration)];
        for (var until = DateTime.UtcNow + Patience; ; Thread.Sleep(Interval))
        {
            var listening = Listening();
            (int Port, string Of)[] taken = [.. wanted.Where(w => listening.Contains(w.Port))];
            if (taken.Length == 0) return;
            if (DateTime.UtcNow < until) continue;
            throw new DistributedApplicationException(
                $"another program listens at port {string.Join(", ", taken.Select(t => $"{t.Port} ({t.Of})"))}. "
                    + "It may be this application, started before: end it, or start this one at other ports, with "
                    + "--DcpPublisher:RandomizePorts=true.");
        }
    }

    private static IEnumerable<(int, string)> OfServices(IDistributedApplicationBuilder builder) =>
        from resource in builder.Resources
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.Port > 0
        select (endpoint.Port ?? 0, resource.Name);

    private static IEnumerable<(int, string)> OfUrls(ConfigurationManager configuration) =>
        from dashboard in OfTheDashboard
        from url in configuration[dashboard.Setting]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? []
        let port = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Port : 0
        where port > 0
        select (port, dashboard.Of);

    private static HashSet<int> Listening() =>
    [
        .. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(l => IPAddress.IsLoopback(l.Address)
                || l.Address.Equals(IPAddress.Any) || l.Address.Equals(IPAddress.IPv6Any))
            .Select(l => l.Port),
    ];
}
