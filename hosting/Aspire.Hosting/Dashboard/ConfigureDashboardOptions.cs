using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dashboard;

/// <summary>Reads the options from the configuration and from what the AppHost's SDK noted in its assembly.</summary>
internal sealed class ConfigureDashboardOptions(IConfiguration configuration, IHostEnvironment environment, Assembly? appHost)
    : IConfigureOptions<DashboardOptions>, IValidateOptions<DashboardOptions>
{
    public void Configure(DashboardOptions options)
    {
        options.Path = configuration[DashboardKeys.Path] ?? Noted("aspiredashboardpath");
        options.DcpPath = configuration[DashboardKeys.DcpPath] ?? Noted("dcpclipath");
        options.FrontendUrl = configuration[DashboardKeys.FrontendUrls] ?? "";
        options.BrowserToken = configuration[DashboardKeys.BrowserToken];
        options.OtlpGrpcUrl = configuration[DashboardKeys.OtlpGrpcUrl];
        options.OtlpHttpUrl = configuration[DashboardKeys.OtlpHttpUrl];
        options.OtlpApiKey = configuration[DashboardKeys.OtlpApiKey];
        options.ResourceServiceUrl = configuration[DashboardKeys.ResourceServiceUrl] is { Length: > 0 } url ? new Uri(url) : null;
        options.ResourceServiceApiKey = configuration[DashboardKeys.ResourceServiceAuthMode] == "ApiKey" ? configuration[DashboardKeys.ResourceServiceApiKey] : null;
        options.ApplicationName = WithoutSuffix(configuration[DashboardKeys.ApplicationName] ?? environment.ApplicationName);
        options.Environment = environment.EnvironmentName;
        options.AllowUnsecuredTransport = bool.TryParse(configuration[DashboardKeys.AllowUnsecuredTransport], out var allowed) && allowed;
        options.PassedOn = configuration.AsEnumerable()
            .Where(pair => pair.Value is not null && pair.Key.StartsWith(DashboardKeys.PassedOnPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key, pair => pair.Value!);
    }

    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(DashboardKeys.FrontendUrls, options.FrontendUrl);
        Check(DashboardKeys.OtlpGrpcUrl, options.OtlpGrpcUrl);
        Check(DashboardKeys.OtlpHttpUrl, options.OtlpHttpUrl);
        Check(DashboardKeys.ResourceServiceUrl, options.ResourceServiceUrl?.ToString());
        return result.Build();

        void Check(string key, string? urls)
        {
            foreach (var text in urls?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                    result.AddError($"{key} must be an http or https address, not '{text}'.");
                else if (url.Scheme == "http" && !options.AllowUnsecuredTransport)
                    result.AddError($"{key} must be an https address, unless {DashboardKeys.AllowUnsecuredTransport} is true; it is '{text}'.");
            }
        }
    }

    private string? Noted(string key) =>
        appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => string.Equals(m.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;

    // "Erp.AppHost" shows as "Erp", as in the official dashboard.
    private static string WithoutSuffix(string name) =>
        name.Length > 7 && name.EndsWith("AppHost", StringComparison.OrdinalIgnoreCase) ? name[..^7].TrimEnd('.') : name;
}
