using Aspire.Hosting.ApplicationModel;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Lifecycle;

/// <summary>What the console tells when a service ends by itself, and that its process is the one that the
/// orchestrator watches.</summary>
public sealed class EndOfAServiceTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("erp-service-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_service_that_is_killed_leaves_its_last_lines_on_the_console_and_no_process()
    {
        using var host = new AppHostProcess(_data);
        await host.SaysAsync("resources are healthy", TimeSpan.FromMinutes(3));
        var services = Of(host, "Erp.Employee.dll");
        Assert.Equal(2, services.Count);
        // Files that never change while it runs are not watched: few systems let a user watch with many processes.
        Assert.DoesNotContain("anon_inode:inotify", AppHostProcess.OpenFiles(services[0]));

        AppHostProcess.Crash(services[0]);
        await host.SaysAsync("was ended by a signal (exit code -1). Its last lines:", TimeSpan.FromSeconds(30));
        Assert.Matches("employee-service-[a-z]+ was ended by a signal", host.Console);
        Assert.Equal([services[1]], Of(host, "Erp.Employee.dll"));
    }

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
        Lines("some-service could not be started. Its last lines:", "Some.Exception: no such program"),
        EndReport.Describe("some-service", null,
        [
            new(1, "Some.Exception: no such program", true),
            new(2, "   at Some.Code()", true),
            new(3, "--- End of stack trace", true),
        ]));

    private static List<string> Of(AppHostProcess host, string program) =>
        [.. host.Living().Where(process => process.Contains($"exec {Repository.Root}") && process.Contains(program))];

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);
}
