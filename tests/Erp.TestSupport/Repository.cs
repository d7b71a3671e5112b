namespace Erp.TestSupport;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Folder of Erp.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in it.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>What a project was built to, in the configuration of the tests.</summary>
    /// <param name="project">Its folder, from the root.</param>
    /// <param name="assembly">The name of the file.</param>
    public static string Built(string project, string assembly) =>
        File(project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", assembly);

    private static string Find(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "Erp.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException(
                "Erp.sln is not above the tests."));
}
