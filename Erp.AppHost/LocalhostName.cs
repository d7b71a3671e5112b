using System.Net;
using System.Net.Sockets;

namespace Erp.AppHost;

/// <summary>What <c>localhost</c> means on this machine: Aspire's orchestrator listens at its IPv4 address, and where
/// it has none waits for ever and says nothing.</summary>
internal static class LocalhostName
{
    /// <summary>Starts nothing without one.</summary>
    /// <exception cref="DistributedApplicationException">The name leads to IPv6 addresses only, or nowhere.</exception>
    public static void MustHaveIPv4(IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode || HasIPv4()) return;
        throw new DistributedApplicationException(
            "the name localhost has no IPv4 address on this machine, and the orchestrator needs one: add the line "
                + $"'127.0.0.1 localhost' to {(OperatingSystem.IsWindows() ? "the hosts file" : "/etc/hosts")}.");
    }

    private static bool HasIPv4()
    {
        try
        {
            return Dns.GetHostAddresses("localhost").Any(a => a.AddressFamily == AddressFamily.InterNetwork);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
