namespace Aspire.Hosting.Dashboard;

internal static class DashboardRegistration
{
    public static void AddDashboard(this IDistributedApplicationBuilder builder) => _ = builder;
}
