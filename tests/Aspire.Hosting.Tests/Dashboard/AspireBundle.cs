using System.Reflection;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The real orchestrator and dashboard; building the tests has fetched them and noted where they are.</summary>
internal static class AspireBundle
{
    public static string DcpPath { get; } = Noted("dcpclipath");

    public static string DashboardPath { get; } = Noted("aspiredashboardpath");

    private static string Noted(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(m => m.Key == key).Value!;
}
