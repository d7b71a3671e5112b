using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dcp;

/// <summary>Names of DCP's objects.</summary>
internal static class InstanceNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int SuffixLength = 8;

    public static string RandomSuffix() => RandomNumberGenerator.GetString(Letters, SuffixLength);

    public static string Of(IResource resource, string? suffix, DcpOptions options)
    {
        // A container's explicit name is what the user looks for in `docker ps`.
        if (resource.TryGetLastAnnotation<ContainerNameAnnotation>(out var container))
            return container.Name;
        return string.Join('-', new[] { resource.Name, suffix, options.ResourceNameSuffix }.Where(part => !string.IsNullOrEmpty(part)));
    }
}
