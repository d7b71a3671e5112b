namespace Erp.AppHost.Backing;

/// <summary>Where the build put another project's program: the same configuration and framework as the AppHost's
/// own.</summary>
internal static class ProjectOutput
{
    /// <summary>Path of the project's assembly.</summary>
    public static string Of(string projectPath)
    {
        var own = new DirectoryInfo(Path.GetDirectoryName(typeof(ProjectOutput).Assembly.Location)!);
        var (framework, configuration) = (own.Name, own.Parent!.Name);
        return Path.Combine(
            Path.GetDirectoryName(projectPath)!, "bin", configuration, framework,
            Path.GetFileNameWithoutExtension(projectPath) + ".dll");
    }
}
