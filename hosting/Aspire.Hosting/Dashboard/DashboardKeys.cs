namespace Aspire.Hosting.Dashboard;

/// <summary>The configuration keys of the official AppHost that concern the dashboard.</summary>
internal static class DashboardKeys
{
    public const string FrontendUrls = "ASPNETCORE_URLS";
    public const string OtlpGrpcUrl = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    public const string OtlpHttpUrl = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    public const string FrontendBrowserToken = "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN";
    public const string ResourceServiceClientApiKey = "ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY";
    public const string AllowAnonymous = "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS";
    public const string ResourceServiceUrl = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";
    public const string AllowUnsecuredTransport = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";
    public const string Path = "ASPIRE_DASHBOARD_PATH";
    public const string DcpPath = "ASPIRE_DCP_PATH";
    public const string PassedOnPrefix = "ASPIRE_DASHBOARD_";

    public const string BrowserToken = "AppHost:BrowserToken";
    public const string OtlpApiKey = "AppHost:OtlpApiKey";
    public const string ApplicationName = "AppHost:DashboardApplicationName";
    public const string ResourceServiceAuthMode = "AppHost:ResourceService:AuthMode";
    public const string ResourceServiceApiKey = "AppHost:ResourceService:ApiKey";
}
