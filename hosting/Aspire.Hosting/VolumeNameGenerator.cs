using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Names for volumes that nobody has named.</summary>
public static class VolumeNameGenerator
{
    /// <summary>Makes a name that is the same at every start, and another one for another AppHost or resource.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="suffix">What the volume is for: letters, digits, dots, hyphens and underscores.</param>
    /// <returns>Application, a few digits that stand for its folder, resource and suffix.</returns>
    /// <exception cref="ArgumentException">The suffix has a character that a volume's name may not have.</exception>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(suffix);
        if (!suffix.All(IsAllowed)) throw new ArgumentException($"'{suffix}' has characters that a volume's name may not have.", nameof(suffix));

        var application = builder.ApplicationBuilder.Environment.ApplicationName;
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(builder.ApplicationBuilder.AppHostDirectory)))[..10];
        var name = string.Concat(application.Select(c => IsAllowed(c) ? c : '_')).ToLowerInvariant();
        return $"{name}-{folder}-{builder.Resource.Name}-{suffix}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
