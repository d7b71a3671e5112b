using System.CommandLine;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp publish</c>: the AppHost in publish mode writes the Kubernetes manifests for Amazon EKS. The options
/// become configuration of section <c>Eks</c>; the publisher itself checks them and reports every problem before it
/// writes.</summary>
public static class PublishCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var environment = new Option<string>("--environment")
        {
            Description = "dev or prod.", DefaultValueFactory = _ => "dev",
        };
        environment.AcceptOnlyFromAmong("dev", "prod");
        var targetGroup = new Option<string[]>("--target-group")
        {
            Description = "SERVICE=ARN of an NLB target group; once per service.",
        };
        var targetGroups = new Option<FileInfo>("--target-groups")
        {
            Description = "Output of 'terraform output -json' with the target groups.",
        };
        targetGroups.AcceptExistingOnly();
        var broker = new Option<string>("--broker")
        {
            Description = "statefulset (our own Kafka) or msk.", DefaultValueFactory = _ => "statefulset",
        };
        broker.AcceptOnlyFromAmong("statefulset", "msk");
        var output = new Option<string>("--output")
        {
            Description = "Folder to write.", DefaultValueFactory = _ => "manifests",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check everything and print the summary, but write nothing.",
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Publish what was built last." };
        var rest = new Argument<string[]>("configuration")
        {
            Description = "Further configuration after --, such as --Eks:Registry=…", Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("publish", "Write the Kubernetes manifests for Amazon EKS from the model.")
        {
            environment, targetGroup, targetGroups, broker, output, dryRun, noBuild, rest,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (!parsed.GetValue(noBuild))
                await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
            string[] arguments =
            [
                "run", "--no-build", "--no-launch-profile", "--project", Repository.File("Erp.AppHost"), "--",
                "--operation", "publish", "--step", "publish", "--output-path",
                Path.GetFullPath(parsed.GetValue(output)!),
                $"--Eks:Environment={parsed.GetValue(environment)}",
                $"--Eks:Broker={parsed.GetValue(broker)}",
                $"--Eks:DryRun={parsed.GetValue(dryRun)}",
                .. TargetGroups(parsed.GetValue(targetGroup) ?? []),
                .. parsed.GetValue(targetGroups) is { } file
                    ? [$"--Eks:TargetGroupsFile={file.FullName}"]
                    : Array.Empty<string>(),
                .. parsed.GetValue(rest) ?? [],
            ];
            return await Shell.HandOverAsync("dotnet", arguments);
        });
        return command;
    }

    private static IEnumerable<string> TargetGroups(string[] pairs)
    {
        foreach (var pair in pairs)
        {
            var split = pair.IndexOf('=', StringComparison.Ordinal);
            if (split < 1) throw new ErpException($"--target-group wants SERVICE=ARN, not '{pair}'.");
            yield return $"--Eks:TargetGroups:{pair[..split]}={pair[(split + 1)..]}";
        }
    }
}
