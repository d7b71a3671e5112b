using Erp.AppHost.Backing;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Commands;

/// <summary>Sends dead letters back, as the runbook does it in the cluster: by the service's own program, started for
/// that only.</summary>
internal static class ReplayDeadLettersCommand
{
    /// <summary>Adds the command <c>replay-dead-letters</c> for what this service keeps dead letters of.</summary>
    public static IResourceBuilder<ProjectResource> WithDeadLetters(
        this IResourceBuilder<ProjectResource> service, string of) =>
        service.WithProcessCommand(
            "replay-dead-letters",
            "Replay dead letters",
            async context => await SpecAsync(service.Resource, of, context),
            new ProcessCommandOptions
            {
                Description = $"Sends what could not be processed of {of} back, after its cause is mended.",
                ConfirmationMessage = $"Send the dead letters of {of} back?",
                IconName = "ArrowReply",
            });

    private static async ValueTask<ProcessCommandSpec> SpecAsync(
        ProjectResource service, string of, ExecuteCommandContext context)
    {
        var configuration = await ExecutionConfigurationBuilder
            .Create(service)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(
                context.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
                context.Logger,
                context.CancellationToken);
        var project = service.GetProjectMetadata().ProjectPath;
        return new ProcessCommandSpec("dotnet")
        {
            Arguments = ["exec", ProjectOutput.Of(project), "--replay-dead-letters", of],
            WorkingDirectory = Path.GetDirectoryName(project)!,
            // What the orchestrator fills in for each replica, such as its ports, is not for this process.
            EnvironmentVariables = configuration.EnvironmentVariables
                .Where(v => !v.Value.Contains("{{", StringComparison.Ordinal))
                .ToDictionary(v => v.Key, v => v.Value),
        };
    }
}
