using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How an application is built.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The AppHost's command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>Name of the AppHost's assembly; the entry assembly when null.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>Directory of the AppHost's project; from the assembly's metadata when null.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>True to start without the dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>The application's name on the dashboard.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>True to allow the dashboard's endpoints over http.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>True to write the output of resources to the AppHost's own log as well.</summary>
    public bool EnableResourceLogging { get; set; }

    internal Assembly? Assembly => _assembly ??= AssemblyName is null ? System.Reflection.Assembly.GetEntryAssembly() : System.Reflection.Assembly.Load(AssemblyName);

    private Assembly? _assembly;

    internal string? Metadata(string key) => Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(m => string.Equals(m.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;
}
