using System.Diagnostics;
using System.Runtime.Versioning;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The steps of a deployment, in the real pipeline of the AppHost. Scripts stand in for kubectl and for what
/// builds the images; each call of theirs is a line of a file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DeployTests : IDisposable
{
    /// <summary>Answers as kubectl does on a cluster that has the namespace.</summary>
    private const string Kubectl = """
        case "$1" in
          config) echo a-cluster ;;
          get) echo namespace/erp-dev ;;
          diff) echo '+  image: erp-employee:1.0.0'; exit 1 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    public DeployTests() => Requires.Linux();

    public void Dispose() => _folder.Delete();

    private string Manifests => _folder.File("manifests");

    [Fact]
    public async Task A_deployment_builds_publishes_shows_applies_and_waits()
    {
        var (exit, said) = await RunAsync("deploy", Kubectl, Example.Replaced(_folder));
        Assert.True(exit == 0, said);
        Assert.Equal(
        [
            $"{Repository.File("erp")} images --registry {Example.Registry} --tag 1.0.0 --push",
            "kubectl config current-context",
            "kubectl get namespace erp-dev --ignore-not-found --output name",
            $"kubectl diff --server-side -k {Manifests}",
            $"kubectl apply --server-side -k {Manifests}",
            "kubectl rollout status statefulset/kafka -n erp-dev --timeout 10m",
            "kubectl rollout status deployment/employee-service -n erp-dev --timeout 10m",
            "kubectl rollout status deployment/approval-request-service -n erp-dev --timeout 10m",
            "kubectl rollout status deployment/approval-processing-service -n erp-dev --timeout 10m",
            "kubectl rollout status deployment/notification-service -n erp-dev --timeout 10m",
        ], Calls());
        Assert.Contains("Cluster: a-cluster", said, StringComparison.Ordinal);
        Assert.Contains("+  image: erp-employee:1.0.0", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Manifests, "kustomization.yaml")));
    }

    [Fact]
    public async Task Production_is_the_overlay_and_waits_for_its_canaries()
    {
        var (exit, said) = await RunAsync("deploy", Kubectl, ["--Eks:Environment=prod", .. Example.Replaced(_folder)]);
        Assert.True(exit == 0, said);
        Assert.Contains($"kubectl apply --server-side -k {Manifests}/overlays/prod", Calls());
        Assert.All(Published.Services, service =>
            Assert.Contains($"kubectl-argo-rollouts status {service} -n erp-dev --timeout 40m", Calls()));
    }

    [Fact]
    public async Task What_would_change_is_shown_without_building_or_changing_anything()
    {
        var (exit, said) = await RunAsync("eks-diff", """
            case "$1" in
              config) echo a-cluster ;;
              get) ;;
              *) exit 9 ;;
            esac
            """);
        Assert.True(exit == 0, said);
        Assert.Contains("There is no namespace erp-dev yet: everything is new.", said, StringComparison.Ordinal);
        Assert.All(Calls(), call => Assert.Matches("^kubectl (config|get) ", call));
    }

    [Theory]
    [InlineData("config", "kubectl config ended with 7; what it said is above.")]
    [InlineData("diff", "kubectl diff failed; what it said is above.")]
    [InlineData("apply", "kubectl apply ended with 7; what it said is above.")]
    [InlineData("rollout", "kubectl rollout ended with 7; what it said is above.")]
    public async Task The_first_failure_ends_it(string command, string why)
    {
        var (exit, said) = await RunAsync("deploy", $"""
            [ "$1" = {command} ] && echo "no, says the cluster" >&2 && exit 7
            {Kubectl}
            """, Example.Replaced(_folder));
        Assert.Equal(1, exit);
        Assert.Contains("no, says the cluster", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'), why);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.StartsWith($"kubectl {command}", Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_example_is_deployed_and_nothing_by_a_dry_run()
    {
        var (exit, said) = await RunAsync("deploy", Kubectl, "--Eks:DryRun=true");
        Assert.Equal(1, exit);
        string[] refused =
        [
            .. ((string[])["Registry", "LoadBalancerSecurityGroup", "Auth:Authority", "Auth:Audience", "MySql:Host",
                "Redis:Host", "DryRun"]).Select(field => $"  option Eks: {field}: "),
            .. Published.Services.Select(service => $"  {service}: target group: "),
        ];
        var problems = said.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        Assert.Equal(refused.Length, problems.Count);
        Assert.All(refused, start => Assert.Single(problems, p => p.StartsWith(start, StringComparison.Ordinal)));
        Assert.Empty(Calls());
        Assert.False(Directory.Exists(Manifests));
    }

    [Fact]
    public async Task Destroying_says_what_to_type_and_does_not_pretend()
    {
        var (exit, said) = await RunAsync("destroy", Kubectl);
        Assert.Equal(1, exit);
        Assert.Contains($"then 'kubectl delete -k {Manifests}'", said, StringComparison.Ordinal);
        Assert.Empty(Calls());
    }

    [Fact]
    public async Task Told_to_end_it_ends_what_it_runs_and_fails()
    {
        var begun = _folder.File("begun");
        var (exit, said) = await RunAsync("deploy", $"""
            if [ "$1" = apply ]; then
              printf $$ > {begun}.new; mv {begun}.new {begun}
              while :; do sleep 0.2; done
            fi
            {Kubectl}
            """, Example.Replaced(_folder), async host =>
        {
            await Eventually.TrueAsync(() => File.Exists(begun), TimeSpan.FromMinutes(1));
            using var kill = Process.Start("kill", ["-TERM", $"{host.Id}"]);
            await kill.WaitForExitAsync();
        });
        Assert.NotEqual(0, exit);
        Assert.Contains("kubectl apply was stopped.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{await File.ReadAllTextAsync(begun)}"));
        Assert.StartsWith("kubectl apply", Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_step_everything_is_published_and_nothing_else_happens()
    {
        var (exit, said) = AppHostProcess.Run(["--operation", "publish", "--output-path", Manifests], ScriptsFirst());
        Assert.True(exit == 0, said);
        Assert.True(Directory.Exists(Manifests));
        Assert.Empty(Calls());
    }

    private Task<(int ExitCode, string Said)> RunAsync(string step, string kubectl, params string[] options) =>
        RunAsync(step, kubectl, options, _ => Task.CompletedTask);

    private Task<(int ExitCode, string Said)> RunAsync(
        string step, string kubectl, string[] options, Func<Process, Task> meanwhile)
    {
        Program("kubectl", kubectl);
        Program("kubectl-argo-rollouts", "");
        // `erp` is a script of bash.
        Program("bash", "", name: "");
        string[] arguments = ["--operation", "publish", "--step", step, "--output-path", Manifests, .. options];
        return AppHostProcess.RunAsync(arguments, meanwhile, ScriptsFirst());
    }

    private (string, string) ScriptsFirst() =>
        ("PATH", $"{_folder.File("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");

    private string[] Calls() => File.Exists(_folder.File("calls")) ? File.ReadAllLines(_folder.File("calls")) : [];

    private void Program(string program, string body, string? name = null)
    {
        Directory.CreateDirectory(_folder.File("bin"));
        var file = _folder.File($"bin/{program}");
        File.WriteAllText(file, $"#!/bin/sh\necho {name ?? program} \"$@\" >> {_folder.File("calls")}\n{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
