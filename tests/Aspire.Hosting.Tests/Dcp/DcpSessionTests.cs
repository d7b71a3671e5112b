using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Api;
using Erp.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests.Dcp;

public sealed class DcpSessionTests
{
    [LinuxFact]
    public async Task A_disposed_session_leaves_no_process_and_no_folder()
    {
        await using var session = await DcpSession.StartAsync(DcpClientTests.Options, NullLogger.Instance, default);
        var mark = $"SESSION_TEST_{Guid.NewGuid():N}";
        await session.Client.CreateAsync(new DcpExecutable
        {
            Metadata = { Name = "sleeper" },
            Spec = new() { ExecutablePath = "sleep", Args = ["1000"], Env = [new() { Name = mark, Value = "1" }] },
        }, default);
        await Eventually.TrueAsync(() => ProcessTable.WithEnvironment(mark).Count == 1);
        Assert.NotEmpty(ProcessTable.WithEnvironment(session.Folder));

        await session.DisposeAsync();

        Assert.Empty(ProcessTable.WithEnvironment(mark));
        await Eventually.GetAsync(() => Task.FromResult(ProcessTable.WithEnvironment(session.Folder)), left => left.Count == 0);
        Assert.False(Directory.Exists(session.Folder));
    }

    [Fact]
    public async Task A_missing_orchestrator_is_named_with_its_path()
    {
        var options = new DcpOptions { CliPath = "/nowhere/dcp" };

        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => DcpSession.StartAsync(options, NullLogger.Instance, default));

        Assert.Contains("/nowhere/dcp", e.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task An_orchestrator_that_ends_at_once_is_reported_with_what_it_wrote()
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho no such luck >&2\nexit 7\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => DcpSession.StartAsync(new DcpOptions { CliPath = script }, NullLogger.Instance, default));

        Assert.Contains("exit code 7", e.Message, StringComparison.Ordinal);
        Assert.Contains("no such luck", e.Message, StringComparison.Ordinal);
        File.Delete(script);
    }
}
