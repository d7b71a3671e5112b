using Erp.Cli.Setup;

namespace Erp.Cli.Tests;

/// <summary>Which servers have to be on the machine before the application starts.</summary>
public sealed class InstalledServersTests
{
    [Theory]
    [InlineData("", false, true)]
    [InlineData("", true, false)]
    [InlineData("--Backing:mysql=container", false, false)]
    [InlineData("--Backing:mysql=installed", true, true)]
    [InlineData("--backing:MYSQL=Installed", true, true)]
    [InlineData("--Backing:redis=installed", true, false)]
    [InlineData("--ConnectionStrings:mysql=Server=db.example.org", false, false)]
    [InlineData("--ConnectionStrings:mysql=Server=db.example.org --Backing:mysql=installed", false, false)]
    public void Follow_the_rules_of_the_AppHost(string arguments, bool hasContainers, bool needed)
    {
        var configuration = InstalledServers.Configuration(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(needed, InstalledServers.Need("mysql", configuration, hasContainers));
    }
}
