using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Erp.AppHost;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Erp.Lifecycle.Tests.Containers;

/// <summary>What a user sees when a server in a container does not start.</summary>
public sealed class ContainerStartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_keeps_a_container_from_starting_is_on_the_console()
    {
        ContainerEngine.Require();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var console = new LogRecorder();

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            DisableDashboard = true, AssemblyName = typeof(EndReport).Assembly.FullName,
        });
        builder.Services.AddConsoleReports();
        builder.Services.AddLogging(logging => logging.AddProvider(console));
        var tag = ContainerEngine.Images["redis"].Split(':')[^1];
        builder.AddContainer("ends-at-once", "redis", tag).WithEntrypoint("/bin/sh")
            .WithArgs("-c", "echo no disk >&2; exit 3");
        builder.AddContainer("not-there", "redis", "no-such-tag");
        builder.AddContainer("port-taken", "redis", tag).WithEndpoint(port, targetPort: 6379, isProxied: false);

        await using var app = builder.Build();
        await app.StartAsync();
        await SaysAsync(console, "ends-at-once-[a-z]+ ended with exit code 3\\. Its last lines:\\s+no disk");
        await SaysAsync(console, "not-there-[a-z]+ could not be started. Its last lines:.*redis:no-such-tag");
        await SaysAsync(console, $"port-taken-[a-z]+ could not be started. Its last lines:.*:{port}");
        await app.StopAsync();
    }

    private static Task SaysAsync(LogRecorder console, string pattern) => Eventually.TrueAsync(
        () => console.Lines.Any(line => Regex.IsMatch(line, pattern, RegexOptions.Singleline)), Patience, pattern);
}
