using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be used at the moment.</summary>
public enum ResourceCommandState
{
    /// <summary>It can.</summary>
    Enabled,

    /// <summary>It is shown, but cannot.</summary>
    Disabled,

    /// <summary>It is not shown.</summary>
    Hidden,
}

/// <summary>Names of the commands that every process and container has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts the resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops the resource.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops and starts the resource.</summary>
    public static readonly string RestartCommand = "restart";
}

/// <summary>What decides about the state of a command.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>The resource's state.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>Services of the AppHost.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}

/// <summary>A command's call.</summary>
public sealed class ExecuteCommandContext
{
    internal ExecuteCommandContext()
    {
    }

    /// <summary>Services of the AppHost.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>Name of the resource, or of the replica.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Ends it early.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Writes to the resource's console.</summary>
    public required ILogger Logger { get; init; }
}

/// <summary>What became of a command.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it was done.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether it was given up by the user.</summary>
    public bool Canceled { get; init; }

    /// <summary>What to show.</summary>
    public string? Message { get; init; }
}

/// <summary>Makes results of commands.</summary>
public static class CommandResults
{
    /// <summary>It was done.</summary>
    public static ExecuteCommandResult Success() => new() { Success = true };

    /// <summary>It was done.</summary>
    /// <param name="message">What to show.</param>
    public static ExecuteCommandResult Success(string message) => new() { Success = true, Message = message };

    /// <summary>It failed.</summary>
    /// <param name="errorMessage">What to show.</param>
    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, Message = errorMessage };

    /// <summary>It failed.</summary>
    /// <param name="exception">Why.</param>
    public static ExecuteCommandResult Failure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Failure(exception.Message);
    }

    /// <summary>The user gave it up.</summary>
    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}

/// <summary>How a command is shown.</summary>
public class CommandOptions
{
    /// <summary>Longer text.</summary>
    public string? Description { get; set; }

    /// <summary>Asked before it is done.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>Name of a Fluent UI icon.</summary>
    public string? IconName { get; set; }

    /// <summary>Variant of the icon.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Whether it is shown beside the resource and not only in its menu.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Decides about its state with every change of the resource.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}

/// <summary>A command of a resource.</summary>
/// <param name="name">Its name, the same on every machine.</param>
/// <param name="displayName">Its name on the dashboard.</param>
/// <param name="updateState">Decides about its state.</param>
/// <param name="executeCommand">Does it.</param>
/// <param name="displayDescription">Longer text.</param>
/// <param name="parameter">Passed to the dashboard; not used here.</param>
/// <param name="confirmationMessage">Asked before it is done.</param>
/// <param name="iconName">Name of a Fluent UI icon.</param>
/// <param name="iconVariant">Variant of the icon.</param>
/// <param name="isHighlighted">Whether it is shown beside the resource.</param>
public sealed class ResourceCommandAnnotation(string name, string displayName, Func<UpdateCommandStateContext, ResourceCommandState> updateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, string? displayDescription, object? parameter, string? confirmationMessage,
    string? iconName, IconVariant? iconVariant, bool isHighlighted) : IResourceAnnotation
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Its name on the dashboard.</summary>
    public string DisplayName { get; } = displayName ?? throw new ArgumentNullException(nameof(displayName));

    /// <summary>Decides about its state.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; } = updateState ?? throw new ArgumentNullException(nameof(updateState));

    /// <summary>Does it.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand ?? throw new ArgumentNullException(nameof(executeCommand));

    /// <summary>Longer text.</summary>
    public string? DisplayDescription { get; } = displayDescription;

    /// <summary>Asked before it is done.</summary>
    public string? ConfirmationMessage { get; } = confirmationMessage;

    /// <summary>Name of a Fluent UI icon.</summary>
    public string? IconName { get; } = iconName;

    /// <summary>Variant of the icon.</summary>
    public IconVariant? IconVariant { get; } = iconVariant;

    /// <summary>Whether it is shown beside the resource.</summary>
    public bool IsHighlighted { get; } = isHighlighted;

    internal object? CommandParameter { get; } = parameter;
}
