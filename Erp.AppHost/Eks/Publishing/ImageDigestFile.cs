using System.Text.Json;
using Erp.AppHost.Eks.Components;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>Image name to digest, as <c>erp images</c> keeps it.</summary>
internal static class ImageDigestFile
{
    /// <summary>Empty when there is no such file; what is no digest is a problem.</summary>
    public static Dictionary<string, string> Read(string path, string name, ProblemList problems)
    {
        if (!File.Exists(path)) return [];
        try
        {
            var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
            foreach (var (image, digest) in digests.Where(d => !IsDigest(d.Value)))
                problems.Add(name, image, $"'{digest}' is not a digest (sha256:…)");
            return digests;
        }
        catch (JsonException e)
        {
            problems.Add(name, "file", $"is not JSON of image names and digests: {e.Message}");
            return [];
        }
    }

    private static bool IsDigest(string text) =>
        text.Length == DigestPins.Unknown.Length && text.StartsWith("sha256:", StringComparison.Ordinal)
        && text[7..].All(char.IsAsciiHexDigitLower);
}
