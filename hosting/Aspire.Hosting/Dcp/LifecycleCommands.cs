using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Dcp;

/// <summary>Start, stop and restart, on the dashboard and through <see cref="ResourceCommandService"/>.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Start this resource", "Play", IconVariant.Filled, isHighlighted: true,
            static (executor, name, cancellationToken) => executor.StartInstanceAsync(name, cancellationToken),
            static state => IsBusy(state) ? ResourceCommandState.Disabled
                : HasEnded(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled
                : ResourceCommandState.Hidden);
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop this resource", "Stop", IconVariant.Filled, isHighlighted: true,
            static (executor, name, cancellationToken) => executor.StopInstanceAsync(name, cancellationToken),
            static state => state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
                : IsBusy(state) || HasEnded(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Hidden
                : ResourceCommandState.Enabled);
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "Stop and start this resource", "ArrowCounterclockwise", IconVariant.Regular, isHighlighted: false,
            static async (executor, name, cancellationToken) =>
            {
                await executor.StopInstanceAsync(name, cancellationToken).ConfigureAwait(false);
                await executor.StartInstanceAsync(name, cancellationToken).ConfigureAwait(false);
            },
            static state => IsBusy(state) || HasEnded(state) || state == KnownResourceStates.Waiting || state == KnownResourceStates.Stopping
                ? ResourceCommandState.Disabled
                : ResourceCommandState.Enabled);
    }

    private static void Add(IResource resource, string name, string displayName, string description, string icon, IconVariant variant, bool isHighlighted,
        Func<DcpExecutor, string, CancellationToken, Task> run, Func<string?, ResourceCommandState> stateOf) =>
        resource.Annotations.Add(new ResourceCommandAnnotation(
            name, displayName,
            context => stateOf(context.ResourceSnapshot.State?.Text),
            async context =>
            {
                await run(context.ServiceProvider.GetRequiredService<DcpExecutor>(), context.ResourceName, context.CancellationToken).ConfigureAwait(false);
                return CommandResults.Success();
            },
            description, parameter: null, confirmationMessage: null, icon, variant, isHighlighted));

    private static bool HasEnded(string? state) =>
        state is not null && (KnownResourceStates.TerminalStates.Contains(state) || state == KnownResourceStates.NotStarted || state is "Unknown");

    private static bool IsBusy(string? state) =>
        string.IsNullOrEmpty(state) || state == KnownResourceStates.Starting || state == KnownResourceStates.Building || state == KnownResourceStates.RuntimeUnhealthy;
}
