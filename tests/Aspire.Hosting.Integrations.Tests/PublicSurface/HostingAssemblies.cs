using System.Reflection;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

internal static class HostingAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } =
    [
        Assembly.Load("Aspire.Hosting.Kafka"),
        Assembly.Load("Aspire.Hosting.MongoDB"),
        Assembly.Load("Aspire.Hosting.MySql"),
    ];
}
