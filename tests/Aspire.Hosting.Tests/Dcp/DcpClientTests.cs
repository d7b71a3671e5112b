using System.Reflection;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Api;
using Erp.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests.Dcp;

/// <summary>The client against the real DCP, without the application model.</summary>
public sealed class DcpClientTests : IAsyncLifetime
{
    private readonly CancellationToken _end = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;
    private DcpSession _session = null!;

    private DcpClient Client => _session.Client;

    internal static DcpOptions Options => new()
    {
        CliPath = typeof(DcpClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "dcpclipath").Value,
    };

    public async Task InitializeAsync() => _session = await DcpSession.StartAsync(Options, NullLogger.Instance, _end);

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task An_executable_runs_and_its_end_carries_the_exit_code()
    {
        var states = new List<string?>();
        await Client.CreateAsync(Shell("exits", "exit 3"), _end);
        await foreach (var change in Client.WatchAsync<DcpExecutable>(_end))
        {
            if (change.Object!.Name != "exits")
                continue;
            states.Add(change.Object.Status?.State);
            if (change.Object.Status?.State != "Finished")
                continue;
            Assert.Equal(3, change.Object.Status.ExitCode);
            break;
        }
        Assert.Equal("Finished", states[^1]);
    }

    [Fact]
    public async Task A_followed_log_brings_lines_while_the_process_runs()
    {
        await Client.CreateAsync(Shell("talks", "echo one; echo two >&2; exec sleep 60"), _end);
        await Eventually.TrueAsync(async () => (await Client.TryGetAsync<DcpExecutable>("talks", _end))?.Status?.State == "Running");

        using var output = new StreamReader(await Client.OpenLogAsync<DcpExecutable>("talks", "stdout", follow: true, _end));
        using var error = new StreamReader(await Client.OpenLogAsync<DcpExecutable>("talks", "stderr", follow: true, _end));

        Assert.EndsWith(" one", await output.ReadLineAsync(_end));
        Assert.EndsWith(" two", await error.ReadLineAsync(_end));
    }

    [Fact]
    public async Task A_service_without_a_port_gets_one()
    {
        await Client.CreateAsync(new DcpService { Metadata = { Name = "any" }, Spec = new() }, _end);

        var service = await Eventually.GetAsync(() => Client.TryGetAsync<DcpService>("any", _end), s => s?.AllocatedPort > 0);

        Assert.Equal("localhost", service!.AllocatedAddress);
    }

    [Fact]
    public async Task A_stopped_executable_ends_and_can_be_deleted()
    {
        await Client.CreateAsync(Shell("stops", "exec sleep 60"), _end);
        await Eventually.TrueAsync(async () => (await Client.TryGetAsync<DcpExecutable>("stops", _end))?.Status?.State == "Running");

        Assert.True(await Client.StopAsync<DcpExecutable>("stops", _end));
        await Eventually.TrueAsync(async () => (await Client.TryGetAsync<DcpExecutable>("stops", _end))?.Status?.State == "Finished");
        Assert.True(await Client.DeleteAsync<DcpExecutable>("stops", _end));

        await Eventually.TrueAsync(async () => await Client.TryGetAsync<DcpExecutable>("stops", _end) is null);
    }

    [Fact]
    public async Task What_does_not_exist_is_told_apart_from_a_failure()
    {
        Assert.Null(await Client.TryGetAsync<DcpExecutable>("nobody", _end));
        Assert.False(await Client.StopAsync<DcpExecutable>("nobody", _end));
        Assert.False(await Client.DeleteAsync<DcpExecutable>("nobody", _end));
    }

    [Fact]
    public async Task A_refused_object_says_what_is_wrong_with_it()
    {
        var e = await Assert.ThrowsAsync<DcpException>(() => Client.CreateAsync(new DcpExecutable { Metadata = { Name = "empty" }, Spec = new() { ExecutablePath = "" } }, _end));

        Assert.Contains("executablePath", e.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static DcpExecutable Shell(string name, string command) => new()
    {
        Metadata = { Name = name },
        Spec = new() { ExecutablePath = "sh", Args = ["-c", command], WorkingDirectory = Path.GetTempPath() },
    };
}
