using System.Security.Cryptography;
using System.Text;

namespace Erp.AppHost.Backing;

/// <summary>The data of a server in a container: a volume named <c>erp-NAME</c>, and another for every
/// <c>Backing:DataFolder</c>, so that two sets of data never meet.</summary>
internal static class DataVolume
{
    /// <summary>The volume of one server.</summary>
    public static string Of(IDistributedApplicationBuilder builder, string name) =>
        Of(builder.Configuration["Backing:DataFolder"], name);

    /// <summary>The volume of one server that goes with this folder, or with none.</summary>
    public static string Of(string? folder, string name)
    {
        if (folder is not { Length: > 0 }) return $"erp-{name}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder)));
        return $"erp-{name}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }

    /// <summary>Deletes what the volume of a container that has ended holds. The volume itself is still the
    /// container's.</summary>
    /// <exception cref="DistributedApplicationException">The container runtime did not do it.</exception>
    public static async Task EmptyAsync(IResource server, CancellationToken cancellationToken)
    {
        var volume = server.Annotations.OfType<ContainerMountAnnotation>().Single(
            m => m.Type == ContainerMountType.Volume).Source!;
        if (!server.TryGetContainerImageName(out var image) || ContainerRuntime.Current is not { } runtime)
            throw new DistributedApplicationException(
                $"The volume {volume} cannot be emptied: {ContainerRuntime.Absence}.");
        string[] arguments =
        [
            "run", "--rm", "--user", "0", "--entrypoint", "/bin/sh", "-v", $"{volume}:/forget", image, "-c",
            "find /forget -mindepth 1 -delete || rm -rf /forget/* /forget/.[!.]*",
        ];
        var (exitCode, _, error) = await runtime.RunAsync(arguments, cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"The volume {volume} cannot be emptied: {error.Trim()}");
    }
}
