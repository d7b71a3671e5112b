using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Erp.TestSupport;

namespace Aspire.Hosting.Tests.Dcp;

/// <summary>Whatever way the AppHost ends, nothing of what it started survives it.</summary>
public sealed class ShutdownTests
{
    [LinuxFact]
    public async Task Disposing_the_application_ends_everything()
    {
        var mark = Mark();
        var test = await TestApplication.StartAsync(builder =>
        {
            builder.AddExecutable("sleeper", "sleep", ".", "1000").WithEnvironment(mark, "1");
            builder.AddProject<Projects.Aspire_Hosting_TestService>("web", launchProfileName: null).WithHttpEndpoint(name: "http").WithReplicas(2).WithEnvironment(mark, "1");
        });
        await test.InstancesAsync("web", 2, KnownResourceStates.Running);
        await test.ReachesAsync("sleeper", KnownResourceStates.Running);
        var folder = test.Executor.SessionFolder!;
        Assert.Equal(3, ProcessTable.WithEnvironment(mark).Count);

        await test.DisposeAsync();

        Assert.Empty(ProcessTable.WithEnvironment(mark));
        await Eventually.GetAsync(() => Task.FromResult(ProcessTable.WithEnvironment(folder)), left => left.Count == 0, TimeSpan.FromSeconds(15));
        Assert.False(Directory.Exists(folder));
    }

    [LinuxFact]
    public async Task Who_waits_for_a_resource_ends_before_it()
    {
        var order = Path.GetTempFileName();
        string Recording(string name) => $"trap 'echo {name} >> {order}; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
        var test = await TestApplication.StartAsync(builder =>
        {
            var server = builder.AddExecutable("server", "sh", ".", "-c", Recording("server"));
            var middle = builder.AddExecutable("middle", "sh", ".", "-c", Recording("middle")).WaitForStart(server);
            builder.AddExecutable("client", "sh", ".", "-c", Recording("client")).WaitForStart(middle);
        });
        await test.ReachesAsync("client", KnownResourceStates.Running);

        await test.DisposeAsync();

        Assert.Equal(["client", "middle", "server"], await File.ReadAllLinesAsync(order));
        File.Delete(order);
    }

    [LinuxFact]
    public Task An_interrupted_AppHost_leaves_no_process() => EndsCleanlyAsync("INT");

    [LinuxFact]
    public Task A_terminated_AppHost_leaves_no_process() => EndsCleanlyAsync("TERM");

    [LinuxFact]
    public Task A_killed_AppHost_leaves_no_process_after_15_seconds() => EndsCleanlyAsync("KILL");

    private static async Task EndsCleanlyAsync(string signal)
    {
        // Everything that the child starts inherits the mark.
        var mark = Mark();
        var program = typeof(ShutdownTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(m => m.Key.EndsWith("Aspire.Hosting.TestHost.csproj", StringComparison.Ordinal)).Value!;
        var scratch = Directory.CreateTempSubdirectory("shutdown");
        // As from a terminal: a test run in the background has SIGINT ignored, which its children would inherit.
        using var host = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program])
        {
            // DCP keeps its sockets under the user's cache folder and its session under the temporary one.
            Environment = { [mark] = "1", ["XDG_CACHE_HOME"] = scratch.FullName, ["TMPDIR"] = scratch.FullName },
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        var output = new List<string>();
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line && line != "up")
            output.Add(line);
        Assert.False(host.HasExited, string.Join('\n', output));
        Assert.NotInRange(ProcessTable.WithEnvironment(mark).Count, 0, 3);

        using (var kill = Process.Start("kill", ["-" + signal, host.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(limit.Token);

        await host.WaitForExitAsync(limit.Token);
        await Eventually.GetAsync(() => Task.FromResult(ProcessTable.WithEnvironment(mark)), left => left.Count == 0, TimeSpan.FromSeconds(15));
        await Eventually.GetAsync(() => Task.FromResult(Left(scratch)), left => left.Count == 0);
        scratch.Delete(recursive: true);
        if (signal != "KILL")
            Assert.Equal(0, host.ExitCode);
    }

    // The runtime's own diagnostics pipe goes with its process, whose last breath a signal may have cut off.
    private static List<string> Left(DirectoryInfo folder) =>
        [.. folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => f.FullName)
            .Where(f => f.Contains("dcp-notify", StringComparison.Ordinal) || f.Contains("aspire-dcp", StringComparison.Ordinal))];

    private static string Mark() => $"SHUTDOWN_TEST_{Guid.NewGuid():N}";
}
