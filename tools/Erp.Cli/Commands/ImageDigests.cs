using System.Text.Json;
using System.Text.RegularExpressions;

namespace Erp.Cli.Commands;

/// <summary>deploy/images.json: images and their digests, from where production takes them. Ours stand there by name,
/// public ones with the tag that the manifests ask for.</summary>
internal static partial class ImageDigests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Path => Repository.File("deploy", "images.json");

    public static async Task SetAsync(string image, string digest)
    {
        var digests = await ReadAsync();
        digests[image] = digest;
        await File.WriteAllTextAsync(Path, JsonSerializer.Serialize(digests, Indented) + "\n");
    }

    /// <summary>Asks the registries for the digest of each image.</summary>
    public static async Task ResolveAsync(string docker, IEnumerable<string> images)
    {
        foreach (var image in images)
        {
            var digest = await AskAsync(docker, image);
            await SetAsync(image, digest);
            Console.WriteLine($"found {image}@{digest}");
        }
    }

    /// <summary>The digest of all platforms together, which is what a tag names, asked for without pulling the image;
    /// null when the registry does not have it, or neither buildx nor skopeo is there to ask.</summary>
    public static async Task<string?> FindAsync(string docker, string image)
    {
        List<(string Program, string[] Arguments)> ways =
            [(docker, ["buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}", image])];
        if (Programs.Find("skopeo") is { } skopeo)
            ways.Add((skopeo, ["inspect", "--format", "{{.Digest}}", $"docker://{image}"]));
        foreach (var (program, arguments) in ways)
        {
            var (exit, output) = await Shell.CaptureAsync(program, arguments);
            if (exit == 0 && Digest().Match(output) is { Success: true } found) return found.Value;
        }
        return null;
    }

    private static async Task<string> AskAsync(string docker, string image)
    {
        if (await FindAsync(docker, image) is { } found) return found;
        await ImagesCommand.Must(docker, "pull", image);
        var inspected = await ImagesCommand.Must(docker, "inspect", "--format", "{{index .RepoDigests 0}}", image);
        return Digest().Match(inspected) is { Success: true } pulled
            ? pulled.Value
            : throw new ErpException($"{image} has no digest: {inspected.Trim()}.");
    }

    private static async Task<SortedDictionary<string, string>> ReadAsync() =>
        JsonSerializer.Deserialize<SortedDictionary<string, string>>(await File.ReadAllTextAsync(Path)) ?? [];

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();
}
