using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Erp.AppHost.Backing;

namespace Erp.Lifecycle.Tests.Containers;

/// <summary>The container engine of this machine, asked through its command line as the orchestrator asks it.</summary>
internal static class ContainerEngine
{
    // Registries are asked when tests are listed: nobody is to wait long for one that is out of reach.
    private static readonly TimeSpan RegistryPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PullPatience = TimeSpan.FromMinutes(10);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Found = new(FindImages);

    /// <summary>The images that are here or that a registry has, by the name of the backing service.</summary>
    public static IReadOnlyDictionary<string, string> Images => Found.Value;

    /// <summary>Pulls the images that are not here yet.</summary>
    public static async Task PullAsync()
    {
        foreach (var image in Images.Values)
        {
            if ((await RunAsync(Patience, "image", "inspect", image)).ExitCode == 0) continue;
            var (code, output) = await RunAsync(PullPatience, "pull", "--quiet", image);
            Assert.True(code == 0, output);
        }
    }

    /// <summary>Runs one command of the engine; returns the lines that it wrote.</summary>
    public static async Task<string[]> AskAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(Patience, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Whether one command of the engine succeeds; to inspect something that is not there does not.</summary>
    public static async Task<bool> SucceedsAsync(params string[] arguments) =>
        (await RunAsync(Patience, arguments)).ExitCode == 0;

    private static Dictionary<string, string> FindImages()
    {
        if (ContainerRuntime.Current is null) return [];
        var there = Wanted().Select(async w => (w.Service, w.Image, Has: await IsThereAsync(w.Image)));
        return Task.WhenAll(there).GetAwaiter().GetResult()
            .Where(w => w.Has).ToDictionary(w => w.Service, w => w.Image);
    }

    private static async Task<bool> IsThereAsync(string image) =>
        (await RunAsync(Patience, "image", "inspect", image)).ExitCode == 0
        || (await RunAsync(RegistryPatience, "manifest", "inspect", image)).ExitCode == 0;

    /// <summary>What the integrations ask for; only they know the tags.</summary>
    private static List<(string Service, string Image)> Wanted()
    {
        var builder = DistributedApplication.CreateBuilder();
        builder.AddKafka("kafka");
        builder.AddMySql("mysql");
        builder.AddRedis("redis");
        builder.AddMongoDB("mongodb");
        builder.AddMailCatcher("mail");
        return [.. builder.Resources.SelectMany(r => r.Annotations.OfType<ContainerImageAnnotation>()
            .Select(i => (r.Name, $"{i.Registry}/{i.Image}:{i.Tag}")))];
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(TimeSpan patience, params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var (exitCode, output, error) = await ContainerRuntime.Current!.RunAsync(arguments, timeout.Token);
            return (exitCode, exitCode == 0 ? output : error);
        }
        catch (OperationCanceledException)
        {
            return (-1, $"no answer within {patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Skips a test where no container engine answers, or where it has no images of Redis and MySQL and
    /// cannot pull them.</summary>
    public static void Require()
    {
        Assert.SkipWhen(ContainerRuntime.Current is null, $"Needs a container engine: {ContainerRuntime.Absence}.");
        Assert.SkipUnless(
            Images.ContainsKey("redis") && Images.ContainsKey("mysql"),
            $"{ContainerRuntime.Current!.Name} has no images of Redis and MySQL and cannot pull them.");
    }
}
