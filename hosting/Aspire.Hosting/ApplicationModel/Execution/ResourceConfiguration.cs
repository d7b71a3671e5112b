using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An argument or environment variable of a resource: what the model says, and its value when it runs.</summary>
/// <param name="Name">The name of the variable; empty for an argument.</param>
/// <param name="Unprocessed">A text or a value provider.</param>
/// <param name="Value">The text; null where the model has none.</param>
/// <param name="IsSensitive">Whether a secret stands in it.</param>
internal sealed record ConfigurationValue(string Name, object Unprocessed, string? Value, bool IsSensitive);

/// <summary>Runs the callbacks of a resource and resolves what they give.</summary>
internal static class ResourceConfiguration
{
    /// <summary>The arguments as the model has them.</summary>
    public static async Task<IReadOnlyList<object>> GatherArgsAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = executionContext, Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        return [.. context.Args];
    }

    /// <summary>The environment variables as the model has them.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> GatherEnvironmentAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        return context.EnvironmentVariables;
    }

    /// <summary>The arguments with their values, as the process gets them.</summary>
    public static async Task<IReadOnlyList<ConfigurationValue>> ResolveArgsAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var resolved = new List<ConfigurationValue>();
        foreach (var arg in await GatherArgsAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false))
        {
            var value = await ResolveAsync(resource, executionContext, "", arg, cancellationToken).ConfigureAwait(false);
            if (value.Value is not null)
            {
                resolved.Add(value);
            }
        }

        return resolved;
    }

    /// <summary>The environment variables with their values, as the process gets them; those without a value are left out.</summary>
    public static async Task<IReadOnlyList<ConfigurationValue>> ResolveEnvironmentAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var resolved = new List<ConfigurationValue>();
        foreach (var (name, raw) in await GatherEnvironmentAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false))
        {
            var value = await ResolveAsync(resource, executionContext, name, raw, cancellationToken).ConfigureAwait(false);
            if (value.Value is not null)
            {
                resolved.Add(value);
            }
        }

        return resolved;
    }

    private static async Task<ConfigurationValue> ResolveAsync(IResource resource, DistributedApplicationExecutionContext executionContext, string name, object raw, CancellationToken cancellationToken)
    {
        try
        {
            var value = raw switch
            {
                string text => text,
                IValueProvider provider => await provider.GetValueAsync(new ValueProviderContext { ExecutionContext = executionContext, Caller = resource }, cancellationToken).ConfigureAwait(false),
                IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(new ValueProviderContext { ExecutionContext = executionContext, Caller = resource }, cancellationToken).ConfigureAwait(false),
                bool truth => truth ? "true" : "false",
                null => null,
                _ => Convert.ToString(raw, System.Globalization.CultureInfo.InvariantCulture),
            };
            return new ConfigurationValue(name, raw!, value, ResourceReferences.Of(raw).OfType<ParameterResource>().Any(parameter => parameter.Secret));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var what = name.Length > 0 ? $"environment variable '{name}'" : "an argument";
            throw new DistributedApplicationException($"Failed to get the value of {what} of resource '{resource.Name}': {e.Message}", e);
        }
    }
}
