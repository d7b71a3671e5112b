using Erp.Testing.Application;

namespace Erp.Lifecycle.Tests.Containers;

/// <summary>The whole application with its servers in containers: Redis and MySQL, and Kafka, MongoDB and the mail
/// catcher where their images can be had; otherwise these are the embedded ones.</summary>
public sealed class ContainerApplication : ErpApplication
{
    private static readonly string[] Servers = ["kafka", "mail", "mongodb", "mysql", "redis"];

    // MySQL and MongoDB keep the password of their first start, and each way of starting has user secrets of its own.
    private static readonly string[] WithPassword = ["mongodb", "mysql", "redis"];

    /// <summary>For the AppHost's command line. The servers are what counts here: one replica of each service
    /// does.</summary>
    public static IEnumerable<string> Sources =>
    [
        .. Servers.Select(service => $"--Backing:{service}={(InContainer(service) ? "container" : "embedded")}"),
        .. WithPassword.Where(InContainer).Select(service => $"--Parameters:{service}-password=ofTheTests"),
        "--Replicas=1",
    ];

    public static bool InContainer(string service) => ContainerEngine.Images.ContainsKey(service);

    protected override string Kafka => InContainer("kafka") ? "container" : "embedded";

    // Later arguments win over the base class's.
    protected override IEnumerable<string> Arguments => Sources;
}
