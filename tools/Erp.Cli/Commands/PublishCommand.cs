using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary><c>erp publish</c>: the Kubernetes manifests for Amazon EKS, from the model.</summary>
public static class PublishCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check everything and print the summary, but write nothing.",
        };
        var inventory = new Option<bool>("--inventory")
        {
            Description = "Write only the list that Terraform and 'erp images' read; needs no target groups.",
        };
        var command = new Command("publish", "Write the Kubernetes manifests for Amazon EKS from the model.")
        {
            dryRun, inventory,
        };
        var options = new PublishOptions();
        options.AddTo(command);
        command.SetAction((parsed, _) =>
            options.RunAsync(parsed, "publish", $"--Eks:DryRun={parsed.GetValue(dryRun)}",
                $"--Eks:InventoryOnly={parsed.GetValue(inventory)}"));
        return command;
    }
}
