using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project stands; the build makes a class of it for each project that the AppHost refers to.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>The launch settings, if they are not to be read from the project's folder.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>Whether the project is run without being built first.</summary>
    bool SuppressBuild => false;
}

internal sealed class ProjectMetadata(string projectPath) : IProjectMetadata
{
    public string ProjectPath { get; } = projectPath;
}
