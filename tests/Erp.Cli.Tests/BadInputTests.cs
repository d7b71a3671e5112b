namespace Erp.Cli.Tests;

/// <summary>What the command line does not take: words that say why, and an exit code other than 0.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("bench --runs 0", "--runs must be from 1 to 50")]
    [InlineData("bench --runs 51", "--runs must be from 1 to 50")]
    [InlineData("bench --runs five", "five")]
    [InlineData("bench --kafka none", "none")]
    [InlineData("bench --mongodb localhost", "--mongodb must be a URI such as mongodb://host:27017/bench")]
    [InlineData("chaos --runs 0", "--runs must be from 1 to 100")]
    [InlineData("chaos --kafka none", "none")]
    [InlineData("publish --environment test", "'test'")]
    [InlineData("publish --broker rabbit", "'rabbit'")]
    [InlineData("publish --target-groups /no/such/file.json", "/no/such/file.json")]
    [InlineData("publish --no-build --target-group employee", "--target-group wants SERVICE=ARN, not 'employee'")]
    [InlineData("deploy --environment test", "'test'")]
    [InlineData("destroy --yes", "'--yes'")]
    [InlineData("images --platform windows/amd64", "'windows/amd64'")]
    [InlineData("test --results /dev/null", "Give --results a folder")]
    [InlineData("token", "give either --employee or --service")]
    [InlineData("token --employee 1 --service me", "give either --employee or --service")]
    [InlineData("token --employee 0", "--employee must be a positive number")]
    [InlineData("token --employee x", "'x'")]
    [InlineData("token --employee 9223372036854775808", "9223372036854775808")]
    [InlineData("token --employee 1 --role BOSS", "'BOSS'")]
    [InlineData("token --employee 1 --hours 0", "--hours must be above 0 and at most 720")]
    [InlineData("token --employee 1 --hours 721", "--hours must be above 0 and at most 720")]
    public async Task Is_refused_with_words(string line, string why) =>
        (await ErpProgram.RunAsync(line.Split(' '))).AssertRefused(why);

    [Fact]
    public async Task Every_command_has_help()
    {
        var all = await ErpProgram.RunAsync(["--help"]);
        Assert.Equal(0, all.ExitCode);
        string[] commands =
            ["run", "test", "publish", "deploy", "destroy", "images", "token", "bench", "dlq", "chaos", "doctor"];
        foreach (var command in commands)
        {
            Assert.Contains($"  {command}", all.Output, StringComparison.Ordinal);
            var help = await ErpProgram.RunAsync([command, "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"erp {command}", help.Output, StringComparison.Ordinal);
        }
    }
}
