using Erp.TestSupport;
using Xunit;

namespace Erp.ServiceDefaults.Tests;

/// <summary>Ports of the servers that tests start.</summary>
public sealed class FreePortTests
{
    /// <summary>A Kafka takes seconds until it listens on its port; another test project was given it meanwhile. That
    /// the port is taken is to be seen outside this process: nothing but a locked file says so.</summary>
    [Fact]
    public void A_port_that_was_given_is_nobody_else_s_although_nobody_listens_yet()
    {
        var port = FreePort.Next();

        Assert.False(FreePort.TryHold(port));
        Assert.Throws<IOException>(() => File.OpenRead(Path.Combine(
            Path.GetTempPath(), $"erp-test-ports-{Environment.UserName}", $"{port}")).Dispose());
    }
}
