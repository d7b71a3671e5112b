using Microsoft.Extensions.Configuration;

namespace Erp.AppHost.Backing;

/// <summary>Which source a backing service was given, and why; shown on the console and in the resource's
/// log.</summary>
internal sealed record BackingChoice(BackingSource Source, string Reason) : IResourceAnnotation
{
    /// <summary>Takes what <c>ConnectionStrings:NAME</c> or <c>Backing:NAME</c> says, otherwise the first source that
    /// is there.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Resource name.</param>
    /// <param name="program">The installed server program; null when there is none.</param>
    /// <param name="hasEmbedded">Whether an embedded stand-in exists.</param>
    /// <param name="remedy">What to install, for the error when nothing is there.</param>
    public static BackingChoice Make(
        IDistributedApplicationBuilder builder, string name, string? program, bool hasEmbedded, string remedy)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return new(BackingSource.Container, "published as an outside server");
        if (builder.Configuration.GetConnectionString(name) is { Length: > 0 })
            return new(BackingSource.External, $"ConnectionStrings:{name} is set");

        if (builder.Configuration[$"Backing:{name}"] is { Length: > 0 } wanted)
        {
            if (!Enum.TryParse<BackingSource>(wanted, ignoreCase: true, out var source)
                || source == BackingSource.External)
                throw new DistributedApplicationException(
                    $"Backing:{name} is '{wanted}'; use container, installed or embedded.");
            if (source == BackingSource.Installed && program is null)
                throw new DistributedApplicationException(
                    $"Backing:{name} is 'installed', but no server program was found; {remedy}.");
            if (source == BackingSource.Embedded && !hasEmbedded)
                throw new DistributedApplicationException(
                    $"Backing:{name} is 'embedded', but {name} has no embedded stand-in; use container or installed.");
            // One may be started later: the orchestrator waits for it.
            var waits = source == BackingSource.Container && ContainerRuntime.Current is null;
            return new(source, $"Backing:{name} is set{(waits ? $", but {ContainerRuntime.Absence}" : "")}");
        }

        if (ContainerRuntime.Current is { } runtime)
        {
            // The orchestrator looks for one by itself; it is to take the same.
            builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] ??= runtime.Name;
            return new(BackingSource.Container, $"{runtime.Name} {runtime.Version} answers");
        }
        if (program is not null)
            return new(BackingSource.Installed, $"{ContainerRuntime.Absence}; {program} is installed");
        if (hasEmbedded)
            return new(BackingSource.Embedded, $"{ContainerRuntime.Absence}; no server program is installed");
        throw new DistributedApplicationException(
            $"{name} is missing: {ContainerRuntime.Absence}, no server program is installed; {remedy}.");
    }
}
