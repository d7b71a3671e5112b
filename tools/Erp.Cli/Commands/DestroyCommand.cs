using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary><c>erp destroy</c>: everything off the cluster again, once its namespace was named.</summary>
public static class DestroyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var named = new Argument<string?>("namespace")
        {
            Description = "What may go. Without it only what would is shown.", Arity = ArgumentArity.ZeroOrOne,
        };
        var keepVolumes = new Option<bool>("--keep-volumes") { Description = "Kafka's volumes stay." };
        var command = new Command("destroy",
            "Take everything off kubectl's current cluster again: target groups, pods, Kafka's data and its volumes.")
        {
            named, keepVolumes,
        };
        var pipeline = new Pipeline();
        pipeline.AddTo(command);
        command.SetAction((parsed, _) => pipeline.RunAsync(parsed, "destroy",
        [
            $"--Eks:KeepVolumes={parsed.GetValue(keepVolumes)}",
            .. parsed.GetValue(named) is { } name
                ? [$"--Eks:Namespace={name}", $"--Eks:ConfirmDestroy={name}"]
                : Array.Empty<string>(),
        ]));
        return command;
    }
}
