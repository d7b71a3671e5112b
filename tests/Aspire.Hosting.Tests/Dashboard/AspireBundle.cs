namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The orchestrator and the dashboard, as a build of the AppHost unpacks them once per user.</summary>
internal static class AspireBundle
{
    public static string? DcpPath => Find("dcp/dcp");

    public static string? DashboardPath => Find("managed/aspire-managed");

    private static string? Find(string relative)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return Directory.Exists(Cache)
            ? Directory.GetDirectories(Cache, "aspire-*").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, relative + suffix)).LastOrDefault(File.Exists)
            : null;
    }

    private static string Cache =>
        Environment.GetEnvironmentVariable("ERP_CACHE")
        ?? (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? Path.Combine(xdg, "erp")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "erp"));
}

/// <summary>A test of the real dashboard or orchestrator.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AspireBundleFactAttribute : FactAttribute
{
    public AspireBundleFactAttribute()
    {
        if (AspireBundle.DashboardPath is null || AspireBundle.DcpPath is null)
            Skip = "The Aspire orchestrator and dashboard are not in the cache yet: build Erp.AppHost once.";
    }
}
