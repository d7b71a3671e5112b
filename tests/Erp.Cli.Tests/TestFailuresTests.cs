using Erp.Cli.Commands;

namespace Erp.Cli.Tests;

/// <summary>What <c>erp test</c> says once more before its last line.</summary>
public sealed class TestFailuresTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Failed_tests_are_named_with_the_beginning_of_their_reason()
    {
        var reason = string.Join('\n', Enumerable.Range(1, 20).Select(line => $"reason {line}"));
        File.WriteAllText(_file, $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="Good" outcome="Passed" />
              <UnitTestResult testName="Bad" outcome="Failed"><Output><ErrorInfo>
                <Message>{reason}</Message><StackTrace>at Bad()</StackTrace>
              </ErrorInfo></Output></UnitTestResult>
            </Results></TestRun>
            """);
        var failure = Assert.Single(TestFailures.Read(_file));
        Assert.StartsWith("Bad\n  reason 1\n  reason 2", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("reason 20", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_results_names_nothing() => Assert.Empty(TestFailures.Read(_file + ".missing"));
}
