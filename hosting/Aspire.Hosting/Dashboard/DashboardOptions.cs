namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard is, what it listens on and the keys that go with it.</summary>
internal sealed class DashboardOptions
{
    /// <summary>The dashboard's program (<c>aspire-managed</c>); null where none was found.</summary>
    public string? Path { get; set; }

    /// <summary>The orchestrator's program: it also watches over the dashboard, so that this ends however the AppHost ends.</summary>
    public string? DcpPath { get; set; }

    /// <summary>What the browser opens; several are separated by semicolons, the first is the one that is printed.</summary>
    public string FrontendUrl { get; set; } = "";

    /// <summary>Null lets everybody in.</summary>
    public string? BrowserToken { get; set; }

    public string? OtlpGrpcUrl { get; set; }

    public string? OtlpHttpUrl { get; set; }

    /// <summary>What exporters send as <c>x-otlp-api-key</c>; null accepts telemetry from everybody.</summary>
    public string? OtlpApiKey { get; set; }

    /// <summary>Where the resource service listens; null takes a free port.</summary>
    public Uri? ResourceServiceUrl { get; set; }

    /// <summary>What the dashboard sends to the resource service; null leaves that open.</summary>
    public string? ResourceServiceApiKey { get; set; }

    public string ApplicationName { get; set; } = "";

    public string Environment { get; set; } = "Production";

    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Settings that are handed on as they are, <c>ASPIRE_DASHBOARD_*</c>.</summary>
    public IReadOnlyDictionary<string, string> PassedOn { get; set; } = new Dictionary<string, string>();
}
