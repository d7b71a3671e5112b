using Erp.AppHost.Tests.Application;

namespace Erp.AppHost.Tests.Containers;

/// <summary>The whole application with its servers in containers: Redis and MySQL, and Kafka and MongoDB where their
/// images can be had; otherwise these are the embedded ones.</summary>
public sealed class ContainerApplication : ErpApplication
{
    /// <summary>For the AppHost's command line.</summary>
    public static IEnumerable<string> Sources =>
        ((string[])["kafka", "mongodb", "mysql", "redis"])
            .Select(service => $"--Backing:{service}={(InContainer(service) ? "container" : "embedded")}");

    public static bool InContainer(string service) => ContainerEngine.Images.ContainsKey(service);

    protected override string Kafka => InContainer("kafka") ? "container" : "embedded";

    // Later arguments win over the base class's.
    protected override IEnumerable<string> Arguments => Sources;
}
