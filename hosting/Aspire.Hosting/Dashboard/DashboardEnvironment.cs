namespace Aspire.Hosting.Dashboard;

/// <summary>The dashboard takes its settings from environment variables.</summary>
internal static class DashboardEnvironment
{
    // null takes an inherited variable away: what the AppHost itself was started with does not concern its dashboard.
    public static IReadOnlyDictionary<string, string?> For(DashboardOptions options, Uri resourceService)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in options.PassedOn) environment[name.ToUpperInvariant()] = value;

        environment["ASPNETCORE_URLS"] = options.FrontendUrl;
        environment["ASPNETCORE_ENVIRONMENT"] = options.Environment;
        environment["DOTNET_ENVIRONMENT"] = options.Environment;
        environment["ASPNETCORE_HTTP_PORTS"] = null;
        environment["DOTNET_LAUNCH_PROFILE"] = null;
        environment["LOGGING__CONSOLE__FORMATTERNAME"] = "json";

        environment["DASHBOARD__FRONTEND__AUTHMODE"] = options.BrowserToken is null ? "Unsecured" : "BrowserToken";
        environment["DASHBOARD__FRONTEND__BROWSERTOKEN"] = options.BrowserToken;

        environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = options.OtlpGrpcUrl;
        environment["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = options.OtlpHttpUrl;
        environment["DASHBOARD__OTLP__AUTHMODE"] = options.OtlpApiKey is null ? "Unsecured" : "ApiKey";
        environment["DASHBOARD__OTLP__PRIMARYAPIKEY"] = options.OtlpApiKey;

        environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resourceService.ToString();
        environment["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = options.ResourceServiceApiKey is null ? "Unsecured" : "ApiKey";
        environment["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = options.ResourceServiceApiKey;

        // Nothing here uses the MCP server, and the telemetry API is the Aspire CLI's.
        environment["DASHBOARD__MCP__DISABLED"] = "true";
        environment["DASHBOARD__API__ENABLED"] = "false";
        return environment;
    }
}
