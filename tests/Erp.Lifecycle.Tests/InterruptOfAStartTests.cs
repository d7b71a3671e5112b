using Erp.TestSupport;

namespace Erp.Lifecycle.Tests;

/// <summary>A user who changes their mind.</summary>
public sealed class InterruptOfAStartTests : IDisposable
{
    private const int Interrupt = 2;
    private readonly string _data = Directory.CreateTempSubdirectory("erp-interrupt-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("Distributed application starting")]
    [InlineData("Login to the dashboard")]
    [InlineData("kafka is healthy")]
    public async Task An_interrupt_in_the_middle_of_the_start_ends_everything_without_a_word(string line)
    {
        using var host = new AppHostProcess(_data, "--Replicas=1");
        await host.SaysAsync(line, TimeSpan.FromMinutes(3));
        host.Signal(Interrupt);
        await host.NothingLivesAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, host.ExitCode);
        Assert.False(host.Console.Contains("   at ", StringComparison.Ordinal), host.Console);
        // Before the orchestrator has started, nobody deletes what was made for it: a folder and a socket.
        var left = host.OrchestratorFolders().SelectMany(folder => Directory.EnumerateFileSystemEntries(folder));
        Assert.All(left, file => Assert.Equal("output.sock", Path.GetFileName(file)));
    }
}
