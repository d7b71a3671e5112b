using System.Diagnostics;
using Aspire.Hosting.Testing;
using Erp.AppHost.Backing;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

[Collection(OnEmbeddedKafka.Name)]
public sealed class WalkthroughTests(EmbeddedKafkaApplication app)
{
    [Fact]
    public async Task The_walk_with_curl_goes_as_docs_walkthrough_describes_it()
    {
        Requires.Linux();
        var root = Path.GetFullPath("..", Projects.Erp_AppHost.ProjectPath);
        var start = new ProcessStartInfo("bash", [Path.Combine(root, "docs", "walkthrough.sh")])
        {
            Environment =
            {
                ["ERP_SIGNING_KEY"] = Tokens.SigningKey,
                ["EMPLOYEE_URL"] = Address("employee-service"),
                ["APPROVAL_URL"] = Address("approval-request-service"),
                ["INBOX_URL"] = Address("approval-processing-service"),
                ["NOTIFY_URL"] = Address("notification-service"),
            },
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (exitCode, output, error) = await Programs.RunAsync(start, patience.Token);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("The whole walk went as described.", output, StringComparison.Ordinal);
    }

    private string Address(string service) => app.App.GetEndpoint(service, "http").ToString().TrimEnd('/');
}
