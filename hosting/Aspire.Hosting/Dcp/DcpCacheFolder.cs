using Aspire.Hosting.Dcp.Api;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// DCP keeps a socket under the user's cache folder and does not always take it away. On Linux it can be given its session
/// folder as cache folder, which goes as a whole when it ends; the resources get the user's own again. With containers it is
/// left alone: what it remembers of those has to outlive the session.
/// </summary>
internal static class DcpCacheFolder
{
    private const string Variable = "XDG_CACHE_HOME";

    public static bool IsPrivate(DcpOptions options) => !options.HasContainers && UsersOwn is not null;

    public static void Redirect(IDictionary<string, string?> environment, string folder) => environment[Variable] = folder;

    /// <summary>Gives a resource the user's cache folder, unless its model names one.</summary>
    public static void Restore(List<DcpEnvVar> environment)
    {
        if (environment.TrueForAll(e => e.Name != Variable))
            environment.Add(new() { Name = Variable, Value = UsersOwn! });
    }

    // The default is the one of the XDG specification: naming it changes nothing.
    private static string? UsersOwn
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return null;
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set)
                return set;
            return Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null;
        }
    }
}
