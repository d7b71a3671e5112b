using System.Diagnostics;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class ProcessGuardTests
{
    [Fact]
    public async Task A_child_ends_when_its_owner_is_killed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var owner = Sleep();
        using var child = Sleep();
        try
        {
            ProcessGuard.Watch(AspireBundle.DcpPath, owner.Id, child.Id, NullLogger.Instance);

            owner.Kill();
            await child.WaitForExitAsync(limit.Token);

            Assert.True(child.HasExited);
        }
        finally
        {
            owner.Kill();
            child.Kill();
        }
    }

    private static Process Sleep() => Process.Start(OperatingSystem.IsWindows() ? "timeout" : "sleep", "60");
}
