using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary>What <c>erp publish</c> and <c>erp deploy</c> take alike, and the AppHost's pipeline that both run. The
/// options become configuration of section <c>Eks</c>; the publisher itself checks them and reports every problem
/// before it writes.</summary>
internal sealed class PublishOptions
{
    private readonly Option<string> _environment = new("--environment")
    {
        Description = "dev or prod.", DefaultValueFactory = _ => "dev",
    };

    private readonly Option<string[]> _targetGroup = new("--target-group")
    {
        Description = "SERVICE=ARN of an NLB target group; once per service.",
    };

    private readonly Option<FileInfo> _targetGroups = new("--target-groups")
    {
        Description = "Output of 'terraform output -json' with the target groups.",
    };

    private readonly Option<string> _broker = new("--broker")
    {
        Description = "statefulset (our own Kafka) or msk.", DefaultValueFactory = _ => "statefulset",
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder to write.", DefaultValueFactory = _ => "manifests",
    };

    private readonly Pipeline _pipeline = new();

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        _environment.AcceptOnlyFromAmong("dev", "prod");
        _targetGroups.AcceptExistingOnly();
        _broker.AcceptOnlyFromAmong("statefulset", "msk");
        foreach (Option option in (Option[])[_environment, _targetGroup, _targetGroups, _broker, _output])
            command.Add(option);
        _pipeline.AddTo(command);
    }

    /// <summary>Runs a step of the pipeline, and what it depends on.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="settings">More configuration.</param>
    public Task<int> RunAsync(ParseResult parsed, string step, params string[] settings) => _pipeline.RunAsync(parsed,
        step,
        [
            "--output-path", Path.GetFullPath(parsed.GetValue(_output)!),
            $"--Eks:Environment={parsed.GetValue(_environment)}",
            $"--Eks:Broker={parsed.GetValue(_broker)}",
            .. TargetGroups(parsed.GetValue(_targetGroup) ?? []),
            .. parsed.GetValue(_targetGroups) is { } file
                ? [$"--Eks:TargetGroupsFile={file.FullName}"]
                : Array.Empty<string>(),
            .. settings,
        ]);

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
