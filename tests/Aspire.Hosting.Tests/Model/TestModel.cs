using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

/// <summary>Applications that are described and asked, never run.</summary>
internal static class TestModel
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The AppHost's folder, with nothing in it; removed when the tests end.</summary>
    private static readonly string s_folder = EmptyFolder();

    public static DistributedApplicationBuilder Builder(params string[] args) =>
        new(new DistributedApplicationOptions { Args = args, DisableDashboard = true, ProjectDirectory = s_folder });

    /// <summary>A program with nothing but a name.</summary>
    public static IResourceBuilder<ExecutableResource> AddProgram(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddExecutable(name, "program", ".");

    /// <summary>A project without a launch profile whose file need not exist.</summary>
    public static IResourceBuilder<ProjectResource> AddService(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject(name, $"{name}/{name}.csproj", launchProfileName: null);

    /// <summary>Gives an endpoint the address that the orchestrator would give it.</summary>
    public static void Allocate(this EndpointReference endpoint, int port, string? targetPortExpression = null) =>
        endpoint.EndpointAnnotation.AllocatedEndpoint = new AllocatedEndpoint(endpoint.EndpointAnnotation, "localhost", port, targetPortExpression);

    public static async Task<Dictionary<string, string>> EnvironmentAsync(this IResource resource, DistributedApplicationOperation operation = DistributedApplicationOperation.Run)
    {
        using var patience = new CancellationTokenSource(Patience);
        var values = await ResourceConfiguration.ResolveEnvironmentAsync(
            resource, new DistributedApplicationExecutionContext(operation), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, patience.Token);
        return values.ToDictionary(value => value.Name, value => value.Value!);
    }

    public static async Task<string[]> ArgsAsync(this IResource resource)
    {
        using var patience = new CancellationTokenSource(Patience);
        var values = await ResourceConfiguration.ResolveArgsAsync(
            resource, new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, patience.Token);
        return [.. values.Select(value => value.Value!)];
    }

    /// <summary>Publishes with the arguments that a user gives; a failure stays an exception.</summary>
    public static async Task PublishAsync(Action<IDistributedApplicationBuilder> describe, params string[] args)
    {
        BuilderHooks.Current = new BuilderHooks();
        var builder = Builder(args);
        describe(builder);
        await builder.Build().RunAsync().WaitAsync(Patience);
    }

    public static async Task<JsonObject> ManifestAsync(Action<IDistributedApplicationBuilder> describe)
    {
        // Below the AppHost's folder, so that relative paths are the same on every machine.
        var folder = Directory.CreateDirectory(Path.Combine(s_folder, Path.GetRandomFileName()));
        try
        {
            var path = Path.Combine(folder.FullName, "manifest.json");
            await PublishAsync(describe, "--publisher", "manifest", "--output-path", path);
            return JsonNode.Parse(await File.ReadAllTextAsync(path))!["resources"]!.AsObject();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string EmptyFolder()
    {
        var folder = Directory.CreateTempSubdirectory("apphost");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder.FullName;
    }
}
