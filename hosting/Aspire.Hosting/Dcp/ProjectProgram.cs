namespace Aspire.Hosting.Dcp;

/// <summary>
/// How to start a project. The build of the AppHost has built its referenced projects and noted where their assemblies
/// are; those are started directly, which saves the second or two that <c>dotnet run</c> needs before it does the same.
/// </summary>
internal static class ProjectProgram
{
    private const string TargetPathKey = "projecttargetpath:";

    /// <summary>The program and its first arguments; the application's own come after them.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) For(IProjectMetadata project, DistributedApplicationOptions application)
    {
        if (project.SuppressBuild && application.Metadata(TargetPathKey + project.ProjectPath) is { } assembly && File.Exists(assembly))
            return (DotNet, [assembly]);

        var arguments = new List<string> { "run", "--project", project.ProjectPath };
        if (project.SuppressBuild)
            arguments.Add("--no-build");
        // The model has applied the launch profile already; a second time it would override the model.
        arguments.Add("--no-launch-profile");
        return (DotNet, arguments);
    }

    // The runtime that runs this process is the one that the projects were built for.
    private static string DotNet { get; } = FindDotNet();

    private static string FindDotNet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var root = runtime is { Length: > 0 } ? Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")) : null;
        return root is not null && File.Exists(Path.Combine(root, name)) ? Path.Combine(root, name) : name;
    }
}
