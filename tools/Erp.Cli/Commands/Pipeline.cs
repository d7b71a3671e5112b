using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary>The AppHost in publish mode, whose pipeline publishes, deploys and destroys.</summary>
internal sealed class Pipeline
{
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Take what was built last." };

    private readonly Argument<string[]> _configuration = new("configuration")
    {
        Description = "Further configuration after --, such as --Eks:Registry=…", Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds what each command of the pipeline takes.</summary>
    public void AddTo(Command command)
    {
        command.Add(_noBuild);
        command.Add(_configuration);
    }

    /// <summary>Builds it, and becomes it.</summary>
    public async Task<int> RunAsync(ParseResult parsed, string step, params string[] arguments)
    {
        if (!parsed.GetValue(_noBuild)) await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
        return await Shell.HandOverAsync(
            "dotnet", Arguments(step, [.. arguments, .. parsed.GetValue(_configuration) ?? []]));
    }

    /// <summary>Of <c>dotnet</c>, for what was built.</summary>
    public static string[] Arguments(string step, params string[] arguments) =>
    [
        "run", "--no-build", "--no-launch-profile", "--project", Repository.File("Erp.AppHost"), "--",
        "--operation", "publish", "--step", step, .. arguments,
    ];
}
