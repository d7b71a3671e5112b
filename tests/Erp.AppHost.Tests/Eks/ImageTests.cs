using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Eks;

/// <summary>The Dockerfiles and the pods agree.</summary>
public sealed class ImageTests
{
    public static TheoryData<string, string> Services => new()
    {
        { "employee-service", "Erp.Employee" },
        { "approval-request-service", "Erp.Approval" },
        { "approval-processing-service", "Erp.Approval" },
        { "notification-service", "Erp.Notification" },
    };

    [Theory, MemberData(nameof(Services))]
    public void A_service_s_image_is_built_from_its_program_and_runs_as_the_pod_s_user(string service, string program)
    {
        var deployment = Published.Dev.One("Deployment", service);
        var dockerfile = File.ReadAllText(Repository.File(program, "Dockerfile"));
        Assert.Contains($"/{program.ToLowerInvariant().Replace('.', '-')}:", deployment.Container.Text("image"));
        var user = deployment.Pod.Number("securityContext", "runAsUser");
        Assert.Contains($"USER {user}:{user}\n", dockerfile);
        Assert.Contains($"ENTRYPOINT [\"/app/{program}\"]", dockerfile);
        Assert.Matches(new Regex(@"^ARG BASE=\S+:\S+\nFROM \$\{BASE\}$", RegexOptions.Multiline), dockerfile);
    }
}
