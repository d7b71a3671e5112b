using Erp.Cli.Commands;

namespace Erp.Cli.Tests;

/// <summary>The last line of <c>erp test</c>.</summary>
public sealed class TestCountsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Every_outcome_but_passed_and_skipped_is_a_failure()
    {
        File.WriteAllText(_file, """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult outcome="Passed" /><UnitTestResult outcome="Passed" />
              <UnitTestResult outcome="NotExecuted" />
              <UnitTestResult outcome="Failed" /><UnitTestResult outcome="Timeout" /><UnitTestResult />
            </Results></TestRun>
            """);
        Assert.Equal("2 passed, 3 failed, 1 skipped", TestCounts.Read(_file).ToString());
    }

    [Fact]
    public void A_project_without_results_counts_nothing() =>
        Assert.Equal(TestCounts.None, TestCounts.Read(_file + ".missing"));

    [Fact]
    public void Projects_are_summed() =>
        Assert.Equal("4 passed, 2 failed, 6 skipped", (new TestCounts(1, 2, 3) + new TestCounts(3, 0, 3)).ToString());
}