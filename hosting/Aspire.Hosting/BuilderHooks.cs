using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets the Testing package take part in the building of an application whose Program it runs. Flows with the execution context.</summary>
internal sealed class BuilderHooks
{
    private static readonly AsyncLocal<BuilderHooks?> s_current = new();

    public static BuilderHooks? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? Constructing { get; init; }

    public Action<DistributedApplicationBuilder>? Constructed { get; init; }

    public Action<DistributedApplicationBuilder>? Building { get; init; }

    public Action<DistributedApplication>? Built { get; init; }
}
