using System.CommandLine;
using Erp.Cli.Setup;
using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary><c>erp test</c>: all set-up, then every test project; the last line sums them up.</summary>
public static class TestCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var filter = new Option<string?>("--filter") { Description = "Only tests that match, in the syntax of 'dotnet test --filter'." };
        var only = new Argument<string?>("project") { Description = "Only test projects whose name contains this.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("test", "Install what is missing, build, and run all tests of all projects.") { filter, only };
        command.SetAction(async (parsed, _) =>
        {
            await Machine.PrepareToTestAsync();
            await Machine.BuildAsync(Repository.File("Erp.sln"));
            return await RunAllAsync(parsed.GetValue(only) ?? "", parsed.GetValue(filter));
        });
        return command;
    }

    private static async Task<int> RunAllAsync(string only, string? filter)
    {
        var results = Directory.CreateTempSubdirectory("erp-test-").FullName;
        var total = TestCounts.None;
        var broken = new List<string>();
        try
        {
            foreach (var project in Repository.TestProjects().Where(p => p.Contains(only, StringComparison.OrdinalIgnoreCase)))
            {
                var name = Path.GetFileNameWithoutExtension(project);
                AnsiConsole.MarkupLineInterpolated($"[bold]{name}[/]");
                var code = await Shell.RunAsync("dotnet",
                [
                    "test", project, "--no-build", "--nologo", "-v", "q", "--logger", "console;verbosity=minimal",
                    "--logger", $"trx;LogFileName={name}.trx", "--results-directory", results,
                    .. filter is null ? Array.Empty<string>() : ["--filter", filter],
                ]);
                var file = Path.Combine(results, name + ".trx");
                var counts = TestCounts.Read(file);
                total += counts;
                // A test host that crashed or was told to stop leaves no results: a failure even though no test says so.
                if ((code != 0 && counts.Failed == 0) || !File.Exists(file)) broken.Add(name);
            }
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
        foreach (var name in broken) await Console.Error.WriteLineAsync($"erp: {name} did not finish; see above.");
        Console.WriteLine(total with { Failed = total.Failed + broken.Count });
        return total.Failed + broken.Count == 0 && total.Passed > 0 ? 0 : 1;
    }
}
