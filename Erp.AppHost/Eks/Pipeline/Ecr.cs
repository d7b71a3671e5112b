using System.Text.RegularExpressions;
using Aspire.Hosting.Pipelines;
using Erp.AppHost.Eks.Plan;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Pipeline;

/// <summary>Amazon ECR as the registry of our images: it takes none into a repository that it has not, and a sign-in
/// lasts for twelve hours.</summary>
internal sealed partial class Ecr(string region, string host)
{
    private static readonly Tool Aws = new("aws", "install it from https://aws.amazon.com/cli");

    private static readonly Tool Docker = new("docker", "install Docker, or give podman that name");

    /// <summary>That of a registry's address; null when it is another registry.</summary>
    public static Ecr? Of(string registry) =>
        Host().Match(registry) is { Success: true } match ? new(match.Groups["region"].Value, match.Value) : null;

    /// <summary>Signs docker in, and makes the repositories that are missing. Their tags stay what they are.</summary>
    public async Task PrepareAsync(PipelineStepContext step, ClusterPlan plan)
    {
        var password = await Aws.AskAsync(step, "ecr", "get-login-password", "--region", region);
        await Docker.TellAsync(step, password, "login", "--username", "AWS", "--password-stdin", host);

        string[] list = ["ecr", "describe-repositories", "--region", region];
        var names = await Aws.AskAsync(step, [.. list, "--query", "repositories[].repositoryName", "--output", "text"]);
        var known = names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var wanted = plan.Services.Select(service => Repository(plan, service)).Distinct();
        foreach (var repository in wanted.Except(known).Order(StringComparer.Ordinal))
        {
            await Aws.RunAsync(step, "ecr", "create-repository", "--region", region, "--repository-name", repository,
                "--image-tag-mutability", "IMMUTABLE", "--image-scanning-configuration", "scanOnPush=true",
                "--output", "text", "--query", "repository.repositoryUri");
        }
        step.Logger.LogInformation("Registry: {Host}", host);
    }

    /// <summary>What stands between the host and the tag.</summary>
    private string Repository(ClusterPlan plan, ServicePlan service) =>
        $"{plan.Options.Registry}/{service.Image}"[(host.Length + 1)..];

    [GeneratedRegex(@"^\d{12}\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?(?=/|$)")]
    private static partial Regex Host();
}
