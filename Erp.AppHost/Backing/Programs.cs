namespace Erp.AppHost.Backing;

/// <summary>Finds programs. Servers often live in folders that are not on a user's PATH.</summary>
internal static class Programs
{
    private static readonly string[] ServerFolders =
        ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];

    /// <summary>Full path of the first of these programs that is there; null when none is.</summary>
    public static string? Find(params string[] names)
    {
        var folders =
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(ServerFolders);
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (from name in names
                from folder in folders
                from ending in endings
                let path = Path.Combine(folder, name + ending)
                where File.Exists(path)
                select path).FirstOrDefault();
    }
}
