using System.Globalization;

namespace Erp.AppHost;

/// <summary>How many files a process may have open here at most: .NET raises its own limit to that by itself, and where
/// it is too low assemblies are said to be missing.</summary>
internal static class OpenFiles
{
    // With 400 the application starts and little is left for its callers; with 256 the AppHost ends midway.
    private const int Least = 512;

    /// <summary>Starts nothing with fewer.</summary>
    /// <exception cref="DistributedApplicationException">The limit is lower.</exception>
    public static void MustBeEnough(IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode || !OperatingSystem.IsLinux()) return;
        var columns = File.ReadLines("/proc/self/limits")
            .First(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Name, soft limit, hard limit, unit (proc_pid_limits(5)); a limit may be "unlimited", too.
        if (!int.TryParse(columns[^2], CultureInfo.InvariantCulture, out var limit) || limit >= Least) return;
        throw new DistributedApplicationException(
            $"a process may have {limit} files open here, and services need {Least} at least: raise the hard limit; "
                + "'ulimit -Hn' shows it; /etc/security/limits.conf sets it, or whatever started this shell.");
    }
}
