using System.Reflection;

namespace Erp.AppHost.Eks.Writing;

/// <summary>Files of Templates/, which mirrors the published folders: what doesn't depend on the model. They are files
/// of this project, so that an editor, a linter and Grafana know them.</summary>
internal static class EmbeddedFile
{
    private static readonly Assembly Assembly = typeof(EmbeddedFile).Assembly;

    /// <summary>Path to name of the resource, which has the separators of the system that built it.</summary>
    private static readonly SortedDictionary<string, string> Names = new(
        Assembly.GetManifestResourceNames().ToDictionary(name => name.Replace('\\', '/')), StringComparer.Ordinal);

    /// <summary>Names of the files with an extension in a folder, and not below it.</summary>
    public static IEnumerable<string> In(string folder, string extension) => Names.Keys
        .Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))
        .Select(path => path[(folder.Length + 1)..])
        .Where(name => !name.Contains('/') && name.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>The text of a file, with line feeds whatever its checkout has.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(Names[path])!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
