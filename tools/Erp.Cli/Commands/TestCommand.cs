using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp test</c>: all set-up, then every test project; the last line sums them up.</summary>
public static class TestCommand
{
    /// <summary>Start the whole application, which takes all processors, and wait for it now and then.</summary>
    private static readonly string[] Alone = ["Erp.AppHost.Tests", "Erp.Browser.Tests", "Erp.Chaos.Tests"];

    /// <summary>Take what those leave, one after the other, the longest first: they wait for nobody outside, so that
    /// they may take as long as they like.</summary>
    private static readonly string[] InTheBackground =
    [
        "Erp.Employee.Tests", "Erp.Notification.Tests", "Erp.Eks.Tests", "Erp.ServiceDefaults.Tests", "Erp.Cli.Tests",
        "Erp.People.Tests", "Erp.Web.Tests", "Aspire.Hosting.Integrations.Tests", "Erp.Redis.Tests",
    ];

    /// <summary>How many of the others run at once: they wait most of their time, for a process to end or for a limit
    /// to pass.</summary>
    private const int Beside = 3;

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
        var kept = new Option<DirectoryInfo?>("--results")
        {
            Description = "Keep the results of each project as a .trx file in this folder.", HelpName = "folder",
        };
        var command = new Command("test", "Install what is missing, build, and run all tests of all projects.")
        {
            filter, kept, only,
        };
        command.SetAction(async (parsed, _) =>
        {
            var folder = parsed.GetValue(kept);
            if (folder is not null) Empty(folder);
            await Machine.PrepareToTestAsync();
            await Machine.BuildAllAsync();
            return await RunAllAsync(parsed.GetValue(only) ?? "", parsed.GetValue(filter), folder);
        });
        return command;
    }

    private static async Task<int> RunAllAsync(string only, string? filter, DirectoryInfo? kept)
    {
        var results = (kept ?? Directory.CreateTempSubdirectory("erp-test-")).FullName;
        var run = new TestRun(results, filter);
        try
        {
            var projects = Repository.TestProjects()
                .Where(p => p.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
            await run.WaitAsync(RunProjectsAsync(run, projects));
        }
        finally
        {
            if (kept is null) Directory.Delete(results, recursive: true);
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
            foreach (var project in InTheBackground.SelectMany(name => projects.Where(p => Is(p, [name]))))
                await run.RunInTheBackgroundAsync(project);
        });
        try
        {
            foreach (var project in projects.Where(p => Is(p, Alone))) await run.RunAloneAsync(project);
            await Parallel.ForEachAsync(
                projects.Where(p => !Is(p, Alone) && !Is(p, InTheBackground)),
                new ParallelOptions { MaxDegreeOfParallelism = Beside },
                async (project, _) => await run.RunBesideAsync(project));
        }
        finally
        {
            await background;
        }
    }

    // The results of former runs would count for a project that ends before it has written its own.
    private static void Empty(DirectoryInfo folder)
    {
        try
        {
            folder.Create();
            foreach (var former in folder.GetFiles("*.trx")) former.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ErpException($"The results cannot be kept in {folder}: {e.Message} Give --results a folder.");
        }
    }

    private static bool Is(string project, string[] names) =>
        names.Contains(Path.GetFileNameWithoutExtension(project));
}
