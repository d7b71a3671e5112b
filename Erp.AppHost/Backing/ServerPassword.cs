namespace Erp.AppHost.Backing;

/// <summary>The password of a server that runs as our own process.</summary>
internal static class ServerPassword
{
    /// <summary>Adds it as the parameter <c>NAME-password</c>, made once and kept in the user secrets.</summary>
    public static IResourceBuilder<ParameterResource> AddServerPassword(
        this IDistributedApplicationBuilder builder, string server)
    {
        var made = new GenerateParameterDefault { MinLength = 24, Special = false };
        return builder.AddParameter($"{server}-password", made, secret: true, persist: true)
            .WithDescription($"Of {server} on this machine. Made once; another one is given to it at the next start.");
    }
}
