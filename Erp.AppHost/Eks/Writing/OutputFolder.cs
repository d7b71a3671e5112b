using System.Security.Cryptography;

namespace Erp.AppHost.Eks.Writing;

/// <summary>Writes the files, and removes what an earlier run wrote and this one does not.</summary>
internal static class OutputFolder
{
    public static void Replace(string folder, IReadOnlyList<ManifestFile> files)
    {
        var kept = files.Select(f => Path.Combine(folder, f.Path)).ToHashSet(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            var stale = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => !kept.Contains(f) && IsOurs(f)).ToList();
            stale.ForEach(File.Delete);
        }

        foreach (var file in files) Write(folder, file);

        // The deepest first: what is empty without them goes too.
        foreach (var below in Directory.GetDirectories(folder, "*", SearchOption.AllDirectories)
            .OrderByDescending(d => d.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(below).Any()) Directory.Delete(below);
        }
    }

    /// <summary>Writes one file, and leaves all others as they are.</summary>
    public static void Write(string folder, ManifestFile file)
    {
        var path = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || File.ReadAllText(path) != file.Text) File.WriteAllText(path, file.Text);
        if (path.EndsWith(Example, StringComparison.Ordinal)) CopyExample(path, file.Text);
    }

    private const string Example = ".example";

    /// <summary>The git-ignored file beside an example is somebody's own: it is made once, and never touched
    /// again.</summary>
    private static void CopyExample(string path, string text)
    {
        var own = path[..^Example.Length];
        if (File.Exists(own)) return;
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        File.WriteAllText(own, text[ManifestFile.Header.Length..].Replace(
            ManifestFile.Random, random, StringComparison.Ordinal));
    }

    private static bool IsOurs(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadLine() == ManifestFile.Header.TrimEnd('\n');
    }
}
