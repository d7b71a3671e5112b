using System.Text.Json.Nodes;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>Applications that are described and asked, never run.</summary>
internal static class TestModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IDistributedApplicationBuilder Builder(params string[] args) => DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions
        {
            Args = args, DisableDashboard = true, AssemblyName = typeof(TestModel).Assembly.FullName,
        });

    public static async Task<JsonObject> ManifestAsync(Action<IDistributedApplicationBuilder> describe)
    {
        var folder = Directory.CreateTempSubdirectory("erp-manifest-");
        try
        {
            var path = Path.Combine(folder.FullName, "manifest.json");
            var builder = Builder("--publisher", "manifest", "--output-path", path);
            describe(builder);
            await builder.Build().RunAsync().WaitAsync(Patience);
            return JsonNode.Parse(await File.ReadAllTextAsync(path))!["resources"]!.AsObject();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
