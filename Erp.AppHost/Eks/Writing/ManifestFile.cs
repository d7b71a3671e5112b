namespace Erp.AppHost.Eks.Writing;

/// <summary>One published file: its path under the output folder and its text.</summary>
internal sealed record ManifestFile(string Path, string Text)
{
    /// <summary>First line of every written file; only files that begin with it are ever replaced or removed.</summary>
    public const string Header =
        "# Written by `erp publish` from Erp.AppHost/Program.cs; change the model, not this file.\n";

    /// <summary>In an example: becomes a value that nobody knows, the same throughout the file.</summary>
    public const string Random = "<random>";

    public static ManifestFile Of(string path, object content) => Raw(path, Yaml.Write(content));

    public static ManifestFile Raw(string path, string text) => new(path, Header + text);
}
