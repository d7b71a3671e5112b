using Erp.AppHost;
using Aspire.Hosting.ApplicationModel;

namespace Erp.Lifecycle.Tests;

/// <summary>What the console tells when a service ends by itself.</summary>
public sealed class EndReportTests
{
    [Fact]
    public void Its_standard_error_tells_more_than_its_standard_output() => Assert.Equal(
        Lines("some-service ended with exit code 3. Its last lines:", "Boom", "   at Some.Code()"),
        EndReport.Describe("some-service", 3,
        [
            new(1, "2026-11-28T05:44:01.1234567Z info: started", false),
            new(2, "2026-11-28T05:44:02.1234567Z \u001b[31mBoom\u001b[0m", true),
            new(3, "2026-11-28T05:44:02.1234567Z    at Some.Code()", true),
            new(4, "2026-11-28T05:44:02.1234567Z ", true),
        ]));

    [Fact]
    public void Who_wrote_nothing_is_said_to_have_written_nothing() => Assert.Equal(
        "some-service was ended by a signal (exit code -1). It wrote nothing.",
        EndReport.Describe("some-service", -1, [new(1, "2026-11-28T05:44:01.1234567Z ", false)]));

    [Fact]
    public void What_could_not_be_started_says_why_without_the_stack_of_the_AppHost() => Assert.Equal(
        Lines(
            "some-service could not be started. Its last lines:", "Failed to create resource some-service",
            "Some.Exception: no such program"),
        EndReport.Describe("some-service", null,
        [
            new(1, "Failed to create resource some-service", true),
            new(2, "Some.Exception: no such program\n   at Some.Code()\n--- End of stack trace\r\n", true),
        ]));

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);
}
