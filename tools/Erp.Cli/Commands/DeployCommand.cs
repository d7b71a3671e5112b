using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary><c>erp deploy</c>: everything up to running pods on the cluster of kubectl's current context.</summary>
public static class DeployCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var diff = new Option<bool>("--diff")
        {
            Description = "Show what would change on the cluster, but build no images and change nothing there.",
        };
        var command = new Command("deploy",
            "Build and push the images, publish, show what changes, apply it to kubectl's current cluster and wait.")
        {
            diff,
        };
        var options = new PublishOptions();
        options.AddTo(command);
        command.SetAction((parsed, _) =>
            options.RunAsync(parsed, parsed.GetValue(diff) ? "eks-diff" : "deploy"));
        return command;
    }
}
