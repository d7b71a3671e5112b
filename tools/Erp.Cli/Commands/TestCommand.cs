using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp test</c>: all set-up, then every test project; the last line sums them up.</summary>
public static class TestCommand
{
    /// <summary>Start the whole application, which takes all processors, and waits for it now and then.</summary>
    private static readonly string[] Alone = ["Erp.AppHost.Tests", "Erp.Browser.Tests", "Erp.Chaos.Tests"];

    /// <summary>Take what those leave: they wait for nobody outside, so that they may take as long as they
    /// like.</summary>
    private static readonly string[] InTheBackground = ["Erp.Employee.Tests", "Erp.Cli.Tests"];

    /// <summary>Take longest and mostly wait for brokers, so they are done while the others work.</summary>
    private static readonly string[] First = ["Erp.Eks.Tests", "Erp.Messaging.Tests"];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var filter = new Option<string?>("--filter")
        {
            Description = "Only tests that match, in the syntax of 'dotnet test --filter'.",
        };
        var only = new Argument<string?>("project")
        {
            Description = "Only test projects whose name contains this.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("test", "Install what is missing, build, and run all tests of all projects.")
        {
            filter, only,
        };
        command.SetAction(async (parsed, _) =>
        {
            await Machine.PrepareToTestAsync();
            await Machine.BuildAllAsync();
            return await RunAllAsync(parsed.GetValue(only) ?? "", parsed.GetValue(filter));
        });
        return command;
    }

    private static async Task<int> RunAllAsync(string only, string? filter)
    {
        var results = Directory.CreateTempSubdirectory("erp-test-").FullName;
        var run = new TestRun(results, filter);
        try
        {
            var projects = Repository.TestProjects()
                .Where(p => p.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
            await run.WaitAsync(RunProjectsAsync(run, projects));
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
        foreach (var failure in run.Failures) await Console.Error.WriteLineAsync($"failed: {failure}");
        foreach (var name in run.Broken) await Console.Error.WriteLineAsync($"erp: {name} did not finish; see above.");
        var total = run.Total with { Failed = run.Total.Failed + run.Broken.Count };
        Console.WriteLine(total);
        return total is { Failed: 0, Passed: > 0 } ? 0 : 1;
    }

    private static async Task RunProjectsAsync(TestRun run, List<string> projects)
    {
        var background = Task.Run(async () =>
        {
            foreach (var project in projects.Where(p => Is(p, InTheBackground)))
                await run.RunInTheBackgroundAsync(project);
        });
        try
        {
            foreach (var project in projects.Where(p => Is(p, Alone))) await run.RunAloneAsync(project);
            await Parallel.ForEachAsync(
                projects.Where(p => !Is(p, Alone) && !Is(p, InTheBackground)).OrderByDescending(p => Is(p, First)),
                new ParallelOptions { MaxDegreeOfParallelism = 2 },
                async (project, _) => await run.RunBesideAsync(project));
        }
        finally
        {
            await background;
        }
    }

    private static bool Is(string project, string[] names) =>
        names.Contains(Path.GetFileNameWithoutExtension(project));
}
