using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Commands;

/// <summary>A launch profile with which a service runs beside its replicas: in a debugger or by <c>dotnet run</c>, with
/// the addresses and passwords of this very application.</summary>
internal static class LaunchProfileCommand
{
    /// <summary>Names of variables that each process has for itself.</summary>
    private static readonly string[] Own = ["ASPNETCORE_URLS", "OTEL_RESOURCE_ATTRIBUTES"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly Lock Files = new();

    /// <summary>Adds the command <c>launch-profile</c>, which writes the profile of the service's name into
    /// <c>Properties/launchSettings.json</c> of its project. Other profiles in it stay.</summary>
    /// <param name="service">Runs in this application.</param>
    /// <param name="port">Where it listens when it is started by that profile.</param>
    public static IResourceBuilder<ProjectResource> WithLaunchProfile(
        this IResourceBuilder<ProjectResource> service, int port)
    {
        var project = service.Resource.GetProjectMetadata().ProjectPath;
        return service.WithCommand(
            "launch-profile",
            "Write launch profile",
            context => Task.FromResult(Write(context, service.Resource, project, $"http://localhost:{port}")),
            new CommandOptions
            {
                Description = $"Lets the service run on port {port} beside its replicas, in a debugger for instance.",
                IconName = "WindowDevTools",
            });
    }

    private static ExecuteCommandResult Write(
        ExecuteCommandContext context, ProjectResource service, string project, string address)
    {
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        if (!notifications.TryGetCurrentState(context.ResourceName, out var state)
            || state.Snapshot.EnvironmentVariables.Where(v => v.IsFromSpec).ToList() is not { Count: > 0 } variables)
        {
            return CommandResults.Failure($"{service.Name} has not been started yet.");
        }
        var replica = service.GetEndpoint("http").Url;
        var environment = new JsonObject();
        foreach (var variable in variables.Where(v => !Own.Contains(v.Name)))
            environment[variable.Name] = variable.Value == replica ? address : variable.Value;

        var file = Path.Combine(Path.GetDirectoryName(project)!, "Properties", "launchSettings.json");
        try
        {
            // A command that is given to a service is run for each of its replicas at once.
            lock (Files) Write(file, service.Name, address, environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return CommandResults.Failure($"{file} cannot be written: {e.Message}");
        }
        var start = $"dotnet run --project {project} --launch-profile {service.Name}";
        return CommandResults.Success(
            $"{service.Name} can be started by its launch profile, until this application ends.", start,
            CommandResultFormat.Text, true);
    }

    private static void Write(string file, string name, string address, JsonObject environment)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var settings = File.Exists(file) && JsonNode.Parse(File.ReadAllText(file)) is JsonObject there
            ? there
            : new JsonObject { ["$schema"] = "https://json.schemastore.org/launchsettings.json" };
        if (settings["profiles"] is not JsonObject profiles) settings["profiles"] = profiles = [];
        profiles[name] = new JsonObject
        {
            ["commandName"] = "Project",
            ["applicationUrl"] = address,
            ["environmentVariables"] = environment,
        };
        // It holds passwords.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(settings.ToJsonString(Indented));
    }
}
