using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary>Runs test projects, several at once if asked to, and adds up what came out.</summary>
/// <param name="results">An empty folder for result files.</param>
/// <param name="filter">Only tests that match; all when null.</param>
internal sealed class TestRun(string results, string? filter)
{
    private readonly Lock _console = new();
    private readonly TestProcesses _processes = new();

    /// <summary>Of all projects that have ended.</summary>
    public TestCounts Total { get; private set; } = TestCounts.None;

    /// <summary>What failed, with its reason.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Projects that ended before all their tests did.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Waits for projects that run. When this program is told to end meanwhile, so are they, and none of their
    /// processes is left when this returns.</summary>
    public async Task WaitAsync(Task projects)
    {
        await Task.WhenAny(projects, Task.Delay(Timeout.Infinite, Interruption.Token));
        if (Interruption.Token.IsCancellationRequested) await _processes.EndAsync(projects);
        await projects;
    }

    /// <summary>Runs one project, which says at once what it has to say.</summary>
    public async Task RunAloneAsync(string project)
    {
        lock (_console) AnsiConsole.MarkupLineInterpolated($"[bold]{Name(project)}[/]");
        var code = await Shell.RunAsync("dotnet", Arguments(project), null, _processes.Mark);
        lock (_console) Count(project, code);
    }

    /// <summary>Runs one project beside others; what it says is shown when it has ended.</summary>
    public Task RunBesideAsync(string project) => RunAsync(project, ["dotnet"]);

    /// <summary>Runs one project with what others leave of the processors, where the system can do that.</summary>
    public Task RunInTheBackgroundAsync(string project) =>
        RunAsync(project, Programs.Find("nice") is { } nice ? [nice, "-n", "10", "dotnet"] : ["dotnet"]);

    private async Task RunAsync(string project, string[] command)
    {
        lock (_console) AnsiConsole.MarkupLineInterpolated($"[bold]{Name(project)}[/] begins");
        var (code, said) = await Shell.CaptureAsync(
            command[0], [.. command[1..], .. Arguments(project)], null, _processes.Mark);
        lock (_console)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{Name(project)}[/]");
            Console.WriteLine(said);
            Count(project, code);
        }
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private string[] Arguments(string project) =>
    [
        "test", project, "--no-build", "--nologo", "-v", "q", "--logger", "console;verbosity=minimal",
        "--logger", $"trx;LogFileName={Name(project)}.trx", "--results-directory", results,
        .. filter is null ? Array.Empty<string>() : ["--filter", filter],
    ];

    private void Count(string project, int code)
    {
        var file = Path.Combine(results, Name(project) + ".trx");
        var counts = TestCounts.Read(file);
        Total += counts;
        Failures.AddRange(TestFailures.Read(file));
        // A test host that crashed or was told to stop leaves no results: a failure even though no test says so.
        if ((code != 0 && counts.Failed == 0) || !File.Exists(file)) Broken.Add(Name(project));
    }
}
