using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Erp.TestSupport;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Tests.Dcp;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_killed_process_shows_as_ended_and_the_restart_command_brings_it_back()
    {
        await using var test = await TestApplication.StartAsync(builder => builder.AddExecutable("sleeper", "sleep", ".", "1000"));
        var running = await test.ReachesAsync("sleeper", KnownResourceStates.Running);

        Process.GetProcessById(TestApplication.Pid(running)).Kill();
        var ended = await test.ReachesAsync("sleeper", KnownResourceStates.Finished);
        Assert.NotEqual(0, ended.Snapshot.ExitCode);

        var result = await test.App.ResourceCommands.ExecuteCommandAsync(ended.ResourceId, KnownResourceCommands.StartCommand, test.End);
        Assert.True(result.Success);
        var again = await test.ReachesAsync("sleeper", KnownResourceStates.Running);
        Assert.NotEqual(TestApplication.Pid(running), TestApplication.Pid(again));
        Assert.Equal(running.ResourceId, again.ResourceId);
    }

    [Fact]
    public async Task Stop_and_restart_work_on_one_instance()
    {
        await using var test = await TestApplication.StartAsync(builder =>
            builder.AddProject<Projects.Aspire_Hosting_TestService>("web", launchProfileName: null).WithHttpEndpoint(name: "http").WithReplicas(2));
        var before = await test.InstancesAsync("web", 2, KnownResourceStates.Running);
        var (one, other) = (before[0], before[1]);

        await test.App.ResourceCommands.ExecuteCommandAsync(one.ResourceId, KnownResourceCommands.StopCommand, test.End);
        await test.ReachesAsync("web", KnownResourceStates.Finished, one.ResourceId);
        await test.App.ResourceCommands.ExecuteCommandAsync(other.ResourceId, KnownResourceCommands.RestartCommand, test.End);

        var again = await test.Notifications.WaitForResourceAsync("web",
            e => e.ResourceId == other.ResourceId && e.Snapshot.State?.Text == KnownResourceStates.Running && TestApplication.Pid(e) != TestApplication.Pid(other), test.End);
        Assert.NotEqual(TestApplication.Pid(other), TestApplication.Pid(again));
        Assert.True(test.Notifications.TryGetCurrentState(one.ResourceId, out var still));
        Assert.Equal(KnownResourceStates.Finished, still.Snapshot.State?.Text);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_fails_to_start_and_says_why()
    {
        await using var test = await TestApplication.StartAsync(builder => builder.AddExecutable("ghost", "/nowhere/ghost", "."));

        var failed = await test.ReachesAsync("ghost", KnownResourceStates.FailedToStart);

        await Eventually.TrueAsync(() => test.Console.Lines.Any(l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("no such file", StringComparison.Ordinal)));
        Assert.Contains(await LinesAsync(test, failed.ResourceId), l => l.Contains("no such file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_callback_that_throws_fails_its_resource_and_no_other()
    {
        await using var test = await TestApplication.StartAsync(builder =>
        {
            builder.AddExecutable("broken", "sleep", ".", "1000").WithEnvironment(_ => throw new InvalidOperationException("the callback's own words"));
            builder.AddExecutable("fine", "sleep", ".", "1000");
        });

        await test.ReachesAsync("broken", KnownResourceStates.FailedToStart);
        await test.ReachesAsync("fine", KnownResourceStates.Running);

        Assert.Contains(test.Console.Lines, l => l.Contains("the callback's own words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_ends_with_an_error_leaves_its_last_words_on_the_console()
    {
        await using var test = await TestApplication.StartAsync(builder => builder.AddExecutable("sulks", "sh", ".", "-c", "echo out of luck >&2; exit 4"));

        var ended = await test.ReachesAsync("sulks", KnownResourceStates.Finished);

        Assert.Equal(4, ended.Snapshot.ExitCode);
        await Eventually.TrueAsync(() => test.Console.Lines.Any(l => l.Contains("exit code 4", StringComparison.Ordinal) && l.Contains("out of luck", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_waits_starts_when_its_dependency_is_there_or_when_the_user_says_so()
    {
        await using var test = await TestApplication.StartAsync(builder =>
        {
            var gate = builder.AddExecutable("gate", "sleep", ".", "1000").WithExplicitStart();
            builder.AddExecutable("patient", "sleep", ".", "1000").WaitForStart(gate);
            builder.AddExecutable("pushed", "sleep", ".", "1000").WaitForStart(gate);
        });
        var gate = await test.ReachesAsync("gate", KnownResourceStates.NotStarted);
        var patient = await test.ReachesAsync("patient", KnownResourceStates.Waiting);
        var pushed = await test.ReachesAsync("pushed", KnownResourceStates.Waiting);

        await test.App.ResourceCommands.ExecuteCommandAsync(pushed.ResourceId, KnownResourceCommands.StartCommand, test.End);
        await test.ReachesAsync("pushed", KnownResourceStates.Running);
        Assert.True(test.Notifications.TryGetCurrentState(patient.ResourceId, out var still));
        Assert.Equal(KnownResourceStates.Waiting, still.Snapshot.State?.Text);

        await test.App.ResourceCommands.ExecuteCommandAsync(gate.ResourceId, KnownResourceCommands.StartCommand, test.End);
        await test.ReachesAsync("patient", KnownResourceStates.Running);
    }

    [Fact]
    public async Task A_port_that_another_program_uses_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var e = await Assert.ThrowsAsync<DistributedApplicationException>(async () =>
        {
            await using var test = await TestApplication.StartAsync(builder =>
            {
                builder.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "false")]);
                builder.AddExecutable("server", "sleep", ".", "1000").WithHttpEndpoint(port: port, name: "http");
            });
        });

        Assert.Contains($"port {port} for server", e.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(TestApplication test, string instance)
    {
        var lines = new List<string>();
        var logs = (ResourceLoggerService)test.App.Services.GetService(typeof(ResourceLoggerService))!;
        await foreach (var batch in logs.WatchAsync(instance).WithCancellation(test.End))
        {
            lines.AddRange(batch.Select(l => l.Content));
            if (lines.Count > 0)
                break;
        }
        return lines;
    }
}
