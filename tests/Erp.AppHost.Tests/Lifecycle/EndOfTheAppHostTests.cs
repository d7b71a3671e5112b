using System.Net.Sockets;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Lifecycle;

/// <summary>However the AppHost ends, nothing of it stays: no process, no port, no socket file, no folder of the
/// orchestrator.</summary>
public sealed class EndOfTheAppHostTests : IDisposable
{
    private const int Interrupt = 2, KillNow = 9, Terminate = 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private readonly string _data = Directory.CreateTempSubdirectory("erp-end-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <param name="signal">How it is ended.</param>
    /// <param name="seconds">Until nothing is left. The AppHost waits for its processes; when it is killed, the
    /// orchestrator has to notice that first.</param>
    [Theory]
    [InlineData(Interrupt, 30)]
    [InlineData(Terminate, 30)]
    [InlineData(KillNow, 60)]
    public async Task Nothing_is_left_after_the_AppHost_ended(int signal, int seconds)
    {
        using var host = new AppHostProcess(_data, "--Replicas=1");
        await host.SaysAsync("resources are healthy", StartPatience);
        Assert.All((string[])["Erp.Employee.dll", "mariadbd", "redis-server", "Erp.EmbeddedKafka.dll", "dcp"], part =>
            Assert.Contains(host.Living(), process => process.Contains(part, StringComparison.Ordinal)));
        var ports = host.ListeningPorts();
        Assert.NotEmpty(ports);
        Assert.NotEmpty(OrchestratorFolders());

        host.Signal(signal);
        await NothingLivesAsync(host, TimeSpan.FromSeconds(seconds));
        if (signal != KillNow) Assert.Equal(0, host.ExitCode);

        foreach (var port in ports)
        {
            using var client = new TcpClient();
            var answer = await Record.ExceptionAsync(() => client.ConnectAsync("127.0.0.1", port));
            Assert.True(answer is SocketException, $"port {port} still answers");
        }
        Assert.Empty(Directory.EnumerateFiles(_data, "*.sock", SearchOption.AllDirectories));
        Assert.Empty(OrchestratorFolders());
        Assert.Empty(FilesIn(host.Home, ".cache/dcp"));
        // The socket for Aspire's command line is the AppHost's own, and nobody else tidies it up: the next start does.
        if (signal != KillNow) Assert.Empty(FilesIn(host.Home, ".aspire/cli/bch"));
    }

    [Fact]
    public async Task A_start_at_once_after_a_kill_works_and_tidies_up()
    {
        using var first = new AppHostProcess(_data, "--Replicas=1");
        await first.SaysAsync("resources are healthy", StartPatience);
        var processes = first.Living();
        first.Signal(KillNow);

        using var second = new AppHostProcess(_data, "--Replicas=1");
        await second.SaysAsync("resources are healthy", StartPatience);
        // Those of the second work in the same folder; only the ones that were there before must be gone.
        await Eventually.TrueAsync(() => !first.Living().Intersect(processes).Any(), TimeSpan.FromSeconds(60));
        Assert.Single(FilesIn(second.Home, ".aspire/cli/bch"));

        second.Signal(Interrupt);
        await NothingLivesAsync(second, TimeSpan.FromSeconds(30));
        Assert.Empty(FilesIn(second.Home, ".aspire/cli/bch"));
    }

    [Theory]
    [InlineData("Distributed application starting")]
    [InlineData("Login to the dashboard")]
    [InlineData("kafka is healthy")]
    public async Task An_interrupt_in_the_middle_of_the_start_ends_everything_without_a_word(string line)
    {
        using var host = new AppHostProcess(_data, "--Replicas=1");
        await host.SaysAsync(line, StartPatience);
        host.Signal(Interrupt);
        await NothingLivesAsync(host, TimeSpan.FromSeconds(30));
        Assert.Equal(0, host.ExitCode);
        Assert.DoesNotContain("   at ", host.Console, StringComparison.Ordinal);
        // Before the orchestrator has started, nobody deletes what was made for it: a folder and a socket.
        var left = OrchestratorFolders().SelectMany(folder => Directory.EnumerateFileSystemEntries(folder));
        Assert.All(left, file => Assert.Equal("output.sock", Path.GetFileName(file)));
    }

    private static async Task NothingLivesAsync(AppHostProcess host, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await host.ExitedAsync(patience.Token);
        await Eventually.GetAsync(() => Task.FromResult(host.Living()), living => living.Count == 0, within);
    }

    private IEnumerable<string> OrchestratorFolders() =>
        Directory.EnumerateDirectories(Path.Combine(_data, "tmp"), "aspire*");

    private static string[] FilesIn(string home, string folder)
    {
        var path = Path.Combine(home, folder);
        return Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
    }
}
