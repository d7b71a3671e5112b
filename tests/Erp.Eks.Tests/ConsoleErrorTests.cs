using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>What is wrong before there is a model to publish is one line and a failing exit code too.</summary>
public sealed class ConsoleErrorTests
{
    [Theory]
    [InlineData("--operation=publish", "erp: KAFKA_HOME is '/nowhere', but there is no bin/kafka-server-start.sh")]
    [InlineData("--operation=conquer", "erp: Invalid operation specified. Valid operations are ")]
    public void What_keeps_the_model_from_being_built_is_one_line(string argument, string line)
    {
        var (exit, said) = AppHostProcess.Run([argument], ("KAFKA_HOME", "/nowhere"));
        Assert.Equal(1, exit);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(line, Assert.Single(lines), StringComparison.Ordinal);
    }

    /// <summary>The pipe is full, and who reads it takes up only when a publisher would long have ended.</summary>
    [Fact]
    public void Nothing_is_lost_on_a_reader_that_is_slow()
    {
        Requires.Linux();
        var publish = $"dotnet {Repository.Built("Erp.AppHost", "Erp.AppHost.dll")} --operation publish --step publish";
        var (exit, output, error) = Published.Run("bash",
        [
            "-c", "set -o pipefail; { head -c 65536 /dev/zero; exec " + publish + " --Eks:DryRun=true; } "
                + "| { sleep 15; tail -c +65537; }",
        ]);
        Assert.True(exit == 0, error);
        Assert.StartsWith("OBJECT ", output, StringComparison.Ordinal);
        Assert.Contains("Dry run: nothing was written; would write ", output, StringComparison.Ordinal);
    }
}
