using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Erp.AppHost.Tests.Lifecycle;

/// <summary>However the AppHost ends, nothing of it stays: no process, no port, no socket file, no folder of the orchestrator.</summary>
public sealed partial class EndOfTheAppHostTests : IDisposable
{
    private const int Interrupt = 2, KillNow = 9, Terminate = 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private readonly string _data = Directory.CreateTempSubdirectory("erp-end-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(Interrupt, 30)]
    [InlineData(Terminate, 30)]
    [InlineData(KillNow, 15)]
    public async Task Nothing_is_left_after_the_AppHost_ended(int signal, int seconds)
    {
        using var host = new AppHostProcess(_data);
        await host.SaysAsync("resources are healthy", StartPatience);
        Assert.All((string[])["Erp.Employee.dll", "mariadbd", "redis-server", "Erp.EmbeddedKafka.dll", "dcp"], part =>
            Assert.Contains(host.Living(), process => process.Contains(part, StringComparison.Ordinal)));
        var ports = host.ListeningPorts();
        Assert.NotEmpty(ports);
        var folders = host.Living().SelectMany(process => OrchestratorFolder().Matches(process)).Select(m => m.Value).Distinct().ToList();
        Assert.NotEmpty(folders);

        host.Signal(signal);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await host.ExitedAsync(patience.Token);
        await TestSupport.Eventually.GetAsync(() => Task.FromResult(host.Living()), living => living.Count == 0, TimeSpan.FromSeconds(seconds));

        foreach (var port in ports)
        {
            using var client = new TcpClient();
            var answer = await Record.ExceptionAsync(() => client.ConnectAsync("127.0.0.1", port));
            Assert.True(answer is SocketException, $"port {port} still answers");
        }
        Assert.Empty(Directory.EnumerateFiles(_data, "*.sock", SearchOption.AllDirectories));
        // After a kill nobody of ours is left to tidy up the orchestrator's folder; everything else must be gone then too.
        if (signal != KillNow) Assert.DoesNotContain(folders, Directory.Exists);
    }

    [GeneratedRegex(@"/\S*aspire-dcp\w+")]
    private static partial Regex OrchestratorFolder();
}
