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
    public async Task A_wrong_option_is_one_readable_line_and_a_failing_exit_code(string argument, string line)
    {
        using var host = new AppHostProcess(_data, argument);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.ExitedAsync(patience.Token);
        Assert.NotEqual(0, host.ExitCode);
        Assert.Contains(line, host.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Console, StringComparison.Ordinal);
    }
}
