using System.ComponentModel.DataAnnotations;

namespace Erp.ServiceDefaults.Health;

/// <summary>Section <c>Drain</c>: how a service stops.</summary>
public sealed class DrainOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Drain";

    /// <summary>How long the service keeps serving after the signal, not ready any more, until load balancers have
    /// noticed. In the cluster a preStop hook does this instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.Zero;

    /// <summary>How long running requests and messages may take to finish.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);
}
