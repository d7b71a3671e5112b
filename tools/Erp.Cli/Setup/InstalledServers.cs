using Microsoft.Extensions.Configuration;

namespace Erp.Cli.Setup;

/// <summary>Which backing services will be servers installed on this machine, by the AppHost's own rules
/// (docs/adr/0003).</summary>
public static class InstalledServers
{
    /// <summary>Whether this one will, so that its program has to be here.</summary>
    /// <param name="backing">Name of the backing service, such as <c>mysql</c>.</param>
    /// <param name="configuration">What the AppHost is given on its command line and in the environment.</param>
    /// <param name="hasContainers">Whether a container runtime answers.</param>
    public static bool Need(string backing, IConfiguration configuration, bool hasContainers) =>
        configuration.GetConnectionString(backing) is not { Length: > 0 }
        && (configuration[$"Backing:{backing}"] is { Length: > 0 } wanted
            ? wanted.Equals("installed", StringComparison.OrdinalIgnoreCase)
            : !hasContainers);

    /// <summary>What an AppHost with these arguments reads.</summary>
    public static IConfiguration Configuration(string[] arguments) =>
        new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build();
}
