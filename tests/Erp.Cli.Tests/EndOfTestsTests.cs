using System.Diagnostics;
using System.Runtime.Versioning;
using Erp.TestSupport;

namespace Erp.Cli.Tests;

/// <summary>Told to end while tests run, <c>erp test</c> leaves no process behind: not those that hear of it from
/// nobody else, not those that do not listen, and not those that have left the family.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EndOfTestsTests : IDisposable
{
    private const int Terminated = 143;
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    // Has a server elsewhere, as an application has by its orchestrator, and ends it if it is an orderly one.
    private const string Host = """
        setsid sh ./server $1 &
        trap '' TERM
        [ $1 = orderly ] && trap 'kill $(cat orderly.server); sleep 1; touch tidied; exit' TERM
        echo $$ > $1.host
        while :; do sleep 0.1; done
        """;

    private const string Server = """
        [ $1 = stubborn ] && trap '' TERM
        echo $$ > $1.server
        while :; do sleep 0.1; done
        """;

    private readonly TemporaryFolder _checkout = new();

    public EndOfTestsTests() => Requires.Linux();

    public void Dispose() => _checkout.Delete();

    [Fact]
    public async Task Whatever_they_started_is_gone_within_half_a_minute()
    {
        Write("Erp.sln", "Microsoft Visual Studio Solution File, Format Version 12.00\n");
        Write("Integrations.props", "<Project />");
        Write("host", Host);
        Write("server", Server);
        WriteProject("Erp.Chaos.Tests", "orderly");
        WriteProject("Erp.Employee.Tests", "stubborn");
        var (told, processes) = (new Stopwatch(), new List<string>());

        var result = await ErpProgram.RunAsync(["test"], async erp =>
        {
            foreach (var file in (string[])["orderly.host", "orderly.server", "stubborn.host", "stubborn.server"])
                processes.Add(await Eventually.GetAsync(
                    () => Task.FromResult(File.Exists(_checkout.File(file)) ? Read(file) : ""),
                    pid => pid.Length > 0, TimeSpan.FromSeconds(60)));
            told.Start();
            using var kill = Process.Start("kill", ["-TERM", $"{erp.Id}"]);
            await kill.WaitForExitAsync();
        },
        ("ERP_ROOT", _checkout.Path));

        Assert.True(told.Elapsed < HalfAMinute, $"{told.Elapsed}");
        Assert.Equal(Terminated, result.ExitCode);
        Assert.Contains("erp: stopped.", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_checkout.File("tidied")));
        Assert.All(processes, pid => Assert.False(Lives(pid), pid));
    }

    private void WriteProject(string name, string host)
    {
        Directory.CreateDirectory(_checkout.File($"tests/{name}"));
        Write($"tests/{name}/{name}.csproj", $"""
            <Project><Target Name="VSTest">
              <Exec Command="sh ./host {host}" WorkingDirectory="../.." />
            </Target></Project>
            """);
    }

    private void Write(string file, string text) => File.WriteAllText(_checkout.File(file), text);

    private string Read(string file) => File.ReadAllText(_checkout.File(file)).Trim();

    // One whose parent does not look at its exit code is still listed.
    private static bool Lives(string pid) =>
        Directory.Exists($"/proc/{pid}")
            && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);
}
