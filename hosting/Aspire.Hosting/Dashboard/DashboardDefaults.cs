using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Makes up what a run without a launch profile does not say: addresses on this machine and fresh keys. It goes into the
/// configuration, where exporters and tests find it under the same names as with a launch profile.
/// </summary>
internal static class DashboardDefaults
{
    private const int FrontendPort = 18888;

    public static void AddTo(ConfigurationManager configuration)
    {
        var defaults = new Dictionary<string, string?>();
        if (Missing(DashboardKeys.FrontendUrls))
        {
            defaults[DashboardKeys.FrontendUrls] = $"http://localhost:{(IsFree(FrontendPort) ? FrontendPort : FreePort())}";
            defaults[DashboardKeys.AllowUnsecuredTransport] = "true";
        }

        if (Missing(DashboardKeys.OtlpGrpcUrl) && Missing(DashboardKeys.OtlpHttpUrl))
        {
            defaults[DashboardKeys.OtlpGrpcUrl] = $"http://localhost:{FreePort()}";
        }

        if (bool.TryParse(configuration[DashboardKeys.AllowAnonymous], out var anonymous) && anonymous)
        {
            defaults[DashboardKeys.ResourceServiceAuthMode] = "Unsecured";
        }
        else
        {
            defaults[DashboardKeys.BrowserToken] = configuration[DashboardKeys.FrontendBrowserToken] ?? configuration[DashboardKeys.BrowserToken] ?? NewToken();
            defaults[DashboardKeys.OtlpApiKey] = configuration[DashboardKeys.OtlpApiKey] ?? NewToken();
            defaults[DashboardKeys.ResourceServiceAuthMode] = "ApiKey";
            defaults[DashboardKeys.ResourceServiceApiKey] =
                configuration[DashboardKeys.ResourceServiceClientApiKey] ?? configuration[DashboardKeys.ResourceServiceApiKey] ?? NewToken();
        }

        configuration.AddInMemoryCollection(defaults);

        bool Missing(string key) => string.IsNullOrEmpty(configuration[key]);
    }

    /// <summary>128 random bits as 32 hexadecimal digits.</summary>
    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
