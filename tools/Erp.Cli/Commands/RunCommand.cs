using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp run</c>: all set-up, then the whole application with its dashboard.</summary>
public static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var demo = new Option<bool>("--demo")
        {
            Description = "Fill the system with demonstration data once it is healthy.",
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Start what was built last." };
        var rest = new Argument<string[]>("configuration")
        {
            Description = "Configuration for the AppHost after --, such as --Backing:kafka=embedded, --Replicas=1 or "
                + "--ConnectionStrings:mysql=…",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "run", "Install what is missing, build, and run the whole application with its dashboard. Ctrl-C stops it.")
        {
            demo, noBuild, rest,
        };
        command.SetAction(async (parsed, _) =>
        {
            await Machine.PrepareToRunAsync(parsed.GetValue(rest) ?? []);
            if (!parsed.GetValue(noBuild))
                await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
            string[] arguments =
            [
                "run", "--no-build", "--project", Repository.File("Erp.AppHost"), "--",
                .. parsed.GetValue(demo) ? ["--Demo=true"] : Array.Empty<string>(),
                .. parsed.GetValue(rest) ?? [],
            ];
            return await Shell.HandOverAsync("dotnet", arguments);
        });
        return command;
    }
}
