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
}
