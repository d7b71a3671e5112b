using System.Collections.Concurrent;
using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp test</c>: all set-up, then every test project; the last line sums them up.</summary>
public static class TestCommand
{
    /// <summary>Start the whole application, which takes all processors, and wait for it now and then: one after the
    /// other.</summary>
    private static readonly string[] WithTheApplication =
        ["Erp.AppHost.Tests", "Erp.Browser.Tests", "Erp.Chaos.Tests"];

    /// <summary>Starts the application as well, but waits most of its time for it to end, and not for long.</summary>
    private const string OfStartsAndEnds = "Erp.Lifecycle.Tests";

    /// <summary>Begin first among the others, for they take long; those that wait most of their time beside those that
    /// compute.</summary>
    private static readonly string[] Long =
    [
        "Erp.Employee.Tests", "Erp.Messaging.Tests", OfStartsAndEnds, "Erp.Eks.Tests", "Erp.Approval.Tests",
        "Erp.Notification.Tests", "Erp.Cli.Tests", "Erp.ServiceDefaults.Tests", "Erp.Web.Tests",
    ];

    /// <summary>How many of the others run at once with what the application leaves; one more once all of those have
    /// ended that start it.</summary>
    private const int Beside = 2;

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
        var first = Of(projects, WithTheApplication);
        var others = new ConcurrentQueue<string>(Of(projects, Long).Union(projects).Except(first));
        async Task RunOthersAsync()
        {
            while (others.TryDequeue(out var project))
                await (Name(project) == OfStartsAndEnds
                    ? run.RunBesideAsync(project)
                    : run.RunInTheBackgroundAsync(project));
        }
        async Task RunFirstAsync()
        {
            foreach (var project in first) await run.RunAloneAsync(project);
            await RunOthersAsync();
        }
        await Task.WhenAll([RunFirstAsync(), .. Enumerable.Range(0, Beside).Select(_ => Task.Run(RunOthersAsync))]);
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

    private static List<string> Of(List<string> projects, string[] names) =>
        [.. names.SelectMany(name => projects.Where(p => Name(p) == name))];

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);
}
