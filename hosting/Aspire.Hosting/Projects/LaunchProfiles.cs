using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Launch profiles (<c>Properties/launchSettings.json</c>): endpoints and environment of a project.</summary>
internal static class LaunchProfiles
{
    private static readonly JsonSerializerOptions Lenient = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static LaunchProfile? Find(IProjectMetadata metadata, string? name)
    {
        var settings = metadata.LaunchSettings ?? Read(metadata.ProjectPath);
        if (name is not null)
        {
            return settings?.Profiles.GetValueOrDefault(name) ?? throw new DistributedApplicationException($"Launch settings of '{metadata.ProjectPath}' have no profile '{name}'.");
        }

        return settings?.Profiles.Values.FirstOrDefault(p => p.CommandName is "Project");
    }

    public static void Apply(IResourceBuilder<ProjectResource> project, LaunchProfile profile)
    {
        foreach (var url in profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var uri = new Uri(url);
            project.WithEndpoint(uri.Scheme, endpoint =>
            {
                (endpoint.Port, endpoint.UriScheme, endpoint.FromLaunchProfile) = (project.ApplicationBuilder.ExecutionContext.IsRunMode ? uri.Port : null, uri.Scheme, true);
            });
        }

        if (project.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            project.WithEnvironment(context =>
            {
                foreach (var (name, value) in profile.EnvironmentVariables)
                {
                    context.EnvironmentVariables[name] = Environment.ExpandEnvironmentVariables(value);
                }
            });
        }
    }

    private static LaunchSettings? Read(string projectPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Lenient);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"{path} is not valid: {e.Message}", e);
        }
    }
}
