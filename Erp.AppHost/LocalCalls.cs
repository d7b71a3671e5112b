namespace Erp.AppHost;

/// <summary>Calls on this machine go straight to their server, whatever proxy the environment names: the proxy of a
/// company does not know this machine's ports, and the health checks would wait for ever.</summary>
internal static class LocalCalls
{
    private static readonly string[] Local = ["localhost", ".localhost", "127.0.0.1", "[::1]", "::1"];

    /// <summary>For this process and all that it starts. Call before the first use of <see cref="HttpClient"/>, which
    /// reads the environment once. Other addresses go through the proxy as before.</summary>
    public static void BypassProxy()
    {
        // Lower case is what most programs read first, and upper case what the others read.
        foreach (var name in (string[])["no_proxy", "NO_PROXY"])
        {
            var exempt = Environment.GetEnvironmentVariable(name)?
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (!exempt.Contains("*"))
                Environment.SetEnvironmentVariable(name, string.Join(',', exempt.Union(Local)));
        }
    }
}
