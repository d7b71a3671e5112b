using System.ComponentModel.DataAnnotations;

namespace Erp.ServiceDefaults.Limits;

/// <summary>Section <c>Limits</c>: how much one caller may ask for.</summary>
public sealed class LimitOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Largest request body, in bytes.</summary>
    [Range(1024, 64 << 20)]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Requests that one employee may make in a second, on average, on each replica.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that one employee may make at once, on each replica.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1000;
}
