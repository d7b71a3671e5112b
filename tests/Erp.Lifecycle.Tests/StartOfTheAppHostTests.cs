using System.Net;
using System.Net.Sockets;
using Erp.AppHost;

namespace Erp.Lifecycle.Tests;

/// <summary>What a user sees when something is wrong at start.</summary>
public sealed class StartOfTheAppHostTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("erp-start-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_service_that_fails_to_start_says_why_on_the_console()
    {
        using var host = new AppHostProcess(_data, "--Replicas=1", "--Parameters:auth-signing-key=short");
        await host.SaysAsync("Auth:SigningKey", TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("--Backing:kafka=rabbit", "Backing:kafka is 'rabbit'; use container, installed or embedded.")]
    [InlineData("--Backing:redis=embedded", "redis has no embedded stand-in")]
    [InlineData(
        "--ConnectionStrings:mail=smtp://x", "ConnectionStrings:mail is set, but a mail server is named by")]
    [InlineData("--Replicas=0", "Replicas is '0'; use a number from 1 to 9.")]
    [InlineData("--Replicas=10", "Replicas is '10'; use a number from 1 to 9.")]
    [InlineData("--Replicas=two", "Replicas is 'two'; use a number from 1 to 9.")]
    [InlineData("--Replicas=", "Replicas is ''; use a number from 1 to 9.")]
    public Task A_wrong_option_is_one_readable_line_and_a_failing_exit_code(string argument, string line) =>
        FailsAsync(line, argument);

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_readable_line()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "");
        await FailsAsync("Choose another one with --Backing:DataFolder=PATH.", $"--Backing:DataFolder={file}");
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_one_readable_line()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "home"), "");
        await FailsAsync("Set HOME to a folder that can be.");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_readable_line()
    {
        // Some other program may have it already.
        using var other = new TcpListener(IPAddress.Loopback, LocalPorts.Notification);
        try
        {
            other.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse) { /* as good */ }
        await FailsAsync($"{LocalPorts.Notification} (notification-service)", "--DcpPublisher:RandomizePorts=false");
    }

    [Fact]
    public async Task Too_few_open_files_are_one_readable_line()
    {
        using var host = new AppHostProcess(_data, openFiles: 256);
        await FailsAsync(host, "a process may have 256 files open here");
    }

    private async Task FailsAsync(string line, params string[] arguments)
    {
        using var host = new AppHostProcess(_data, arguments);
        await FailsAsync(host, line);
    }

    private static async Task FailsAsync(AppHostProcess host, string line)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.ExitedAsync(patience.Token);
        Assert.Equal(1, host.ExitCode);
        Assert.Contains(line, host.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Console, StringComparison.Ordinal);
    }
}
