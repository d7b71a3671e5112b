using System.ComponentModel.DataAnnotations;

namespace Erp.Redis;

/// <summary>Connection string <c>redis</c> and section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Redis";

    /// <summary><c>host:port,password=…</c>, from <c>ConnectionStrings:redis</c>.</summary>
    public string Configuration { get; set; } = "";

    /// <summary>How long one command may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
