using System.Net.Sockets;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.Lifecycle.Tests;

/// <summary>From start to start in one data folder. However the AppHost ends, what was accepted stays, and nothing
/// else: no process, no port, no socket file, no folder of the orchestrator.</summary>
public sealed class LifeOfAnApplicationTests : IDisposable
{
    private const int Interrupt = 2, KillNow = 9, Terminate = 15;
    // With a space, as homes have: that of the user who starts it lies in it as well.
    private readonly string _data = Directory.CreateTempSubdirectory("erp life ").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <summary>One test of many steps, because each start of everything takes long.</summary>
    [Fact]
    public async Task What_was_accepted_stays_and_nothing_else_however_the_AppHost_ends()
    {
        // The one that is killed shares its folder with all that follow, and tidies up behind them when it goes.
        using var killed = Start();
        Accepted accepted;
        using (var first = await A_start_at_once_after_a_kill_works_and_tidies_up(killed))
        {
            accepted = await Accepted.MakeAsync(first);
            await Nothing_is_left_after_the_end(first, Interrupt);
        }
        using (var second = Start())
        {
            await second.HealthyAsync();
            await accepted.Is_there_after_the_next_start(second);
            await A_service_that_is_killed_leaves_its_last_lines_on_the_console_and_no_process(second);
            await Nothing_is_left_after_the_end(second, Terminate);
        }
        using var third = Start();
        await third.HealthyAsync();
        await Nothing_is_left_after_the_end(third, KillNow);
    }

    private async Task<AppHostProcess> A_start_at_once_after_a_kill_works_and_tidies_up(AppHostProcess killed)
    {
        // All servers run, and the services are about to.
        await killed.SaysAsync("mysql is healthy", TimeSpan.FromMinutes(3));
        Assert.Single(killed.CommandLineSockets());
        var processes = killed.Living();
        killed.Signal(KillNow);

        var next = Start();
        try
        {
            await next.HealthyAsync();
            // Those of the second work in the same folder; only the ones that were there before must be gone.
            await Eventually.TrueAsync(() => !killed.Living().Intersect(processes).Any(), TimeSpan.FromSeconds(60));
            Assert.Single(next.CommandLineSockets());
            return next;
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    private static async Task A_service_that_is_killed_leaves_its_last_lines_on_the_console_and_no_process(
        AppHostProcess host)
    {
        var service = Assert.Single(host.Running("Erp.Notification.dll"));
        // Files that never change while it runs are not watched: few systems let a user watch with many processes.
        Assert.DoesNotContain("anon_inode:inotify", service.OpenFiles());

        // The orchestrator watches the service itself, no other process that started it.
        Assert.True(service.Signal(KillNow));
        await host.SaysAsync("was ended by a signal (exit code -1). Its last lines:", TimeSpan.FromSeconds(30));
        Assert.Matches("notification-service-[a-z]+ was ended by a signal", host.Console);
        Assert.Empty(host.Running("Erp.Notification.dll"));
        Assert.Single(host.Running("Erp.Employee.dll"));
    }

    private async Task Nothing_is_left_after_the_end(AppHostProcess host, int signal)
    {
        Assert.All((string[])["Erp.Employee.dll", "mariadbd", "redis-server", "Erp.EmbeddedKafka.dll", "dcp"], part =>
            Assert.Contains(host.Living(), process => process.CommandLine.Contains(part, StringComparison.Ordinal)));
        var ports = host.ListeningPorts();
        Assert.NotEmpty(ports);
        Assert.NotEmpty(host.OrchestratorFolders());

        // The AppHost waits for its processes; when it is killed, the orchestrator has to notice that first.
        host.Signal(signal);
        await host.NothingLivesAsync(TimeSpan.FromSeconds(signal == KillNow ? 60 : 30));
        if (signal != KillNow) Assert.Equal(0, host.ExitCode);
        Assert.DoesNotContain("has not answered for", host.Console, StringComparison.Ordinal);

        foreach (var port in ports)
        {
            using var client = new TcpClient();
            var answer = await Record.ExceptionAsync(() => client.ConnectAsync("127.0.0.1", port));
            Assert.True(answer is SocketException, $"port {port} still answers");
        }
        Assert.Empty(Directory.EnumerateFiles(_data, "*.sock", SearchOption.AllDirectories));
        Assert.Empty(host.OrchestratorFolders());
        Assert.Empty(host.OrchestratorFiles());
        // The socket for Aspire's command line is the AppHost's own, and nobody else tidies it up: the next start does.
        if (signal != KillNow) Assert.Empty(host.CommandLineSockets());
    }

    private AppHostProcess Start() => new(_data, "--Replicas=1");

    /// <summary>A request that somebody has been told is made.</summary>
    private sealed record Accepted(long Request, long Requester, long Approver)
    {
        public static async Task<Accepted> MakeAsync(IRunningApplication app)
        {
            var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
            return new(await requester.RequestAsync(approver), requester.Id, approver.Id);
        }

        public async Task Is_there_after_the_next_start(IRunningApplication app)
        {
            await new Person(app, Requester, "STAFF").SeesStatusAsync(Request, "in_progress");
            await new Person(app, Approver, "MANAGER").HasInInboxAsync(Request, TimeSpan.FromSeconds(40));
        }
    }
}
