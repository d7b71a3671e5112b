using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The steps of a deployment, in the real pipeline of the AppHost. Scripts stand in for kubectl and for what
/// builds the images; each call of theirs is a line of a file.</summary>
public sealed class DeployTests : IDisposable
{
    /// <summary>Answers as Amazon does in an account that has one of the repositories.</summary>
    private const string Aws = """
        case "$2" in
          get-login-password) echo a-password ;;
          describe-repositories) printf 'erp-employee\tanother' ;;
        esac
        """;

    /// <summary>Asks whose pods no load balancer waits for.</summary>
    private const string Pods = "kubectl get pods -n erp-dev --selector app.kubernetes.io/component=service --output "
        + "go-template={{range .items}}{{if not .spec.readinessGates}}{{.metadata.labels.app}} {{end}}{{end}}";

    private static readonly IEnumerable<string> Ours =
        Example.Images.Where(image => !image.Contains(':', StringComparison.Ordinal));

    private readonly TemporaryFolder _folder = new();

    private readonly StandIns _programs;

    public DeployTests()
    {
        Requires.Linux();
        _programs = new(_folder);
        _programs.Add("aws", Aws);
        _programs.Add("docker", "[ \"$(cat)\" = a-password ]");
    }

    public void Dispose() => _folder.Delete();

    private string Manifests => _programs.Manifests;

    [Fact]
    public async Task A_deployment_builds_publishes_shows_applies_and_waits()
    {
        var (exit, said) = await _programs.RunAsync("deploy", StandIns.Kubectl, Example.Replaced(_folder));
        Assert.True(exit == 0, said);
        Assert.Equal(
        [
            "aws ecr get-login-password --region eu-central-1",
            $"docker login --username AWS --password-stdin {Example.Registry}",
            "aws ecr describe-repositories --region eu-central-1 "
                + "--query repositories[].repositoryName --output text",
            .. Ours.Where(image => image != "erp-employee").Select(NewRepository),
            $"{Repository.File("erp")} images --registry {Example.Registry} --tag 1.0.0 --push",
            "kubectl config current-context",
            "kubectl get namespace erp-dev --ignore-not-found --output name",
            $"kubectl diff --server-side --force-conflicts --selector app!=kafka-topics -k {Manifests}",
            "kubectl delete job kafka-topics --ignore-not-found -n erp-dev",
            $"kubectl apply --server-side --force-conflicts -k {Manifests}",
            "kubectl rollout status statefulset/kafka --timeout 10m -n erp-dev",
            "kubectl wait --for condition=complete job/kafka-topics --timeout 10m -n erp-dev",
            .. Published.Services.Select(name =>
                $"kubectl rollout status deployment/{name} --timeout 10m -n erp-dev"),
            Pods,
        ], _programs.Calls());
        Assert.Contains("Cluster: a-cluster", said, StringComparison.Ordinal);
        Assert.Contains("+  image: erp-employee:1.0.0", said, StringComparison.Ordinal);
        Assert.DoesNotContain("a-password", said, StringComparison.Ordinal);
        const string balancer = "erp-dev-nlb-0123456789abcdef.elb.us-east-1.amazonaws.com";
        Assert.Contains($"employee-service: http://{balancer}:8081, inside", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Manifests, "kustomization.yaml")));
    }

    [Fact]
    public async Task Production_is_the_overlay_and_waits_for_its_canaries()
    {
        string[] options = ["--Eks:Environment=prod", .. Example.Replaced(_folder)];
        var (exit, said) = await _programs.RunAsync("deploy", StandIns.Kubectl, options);
        Assert.True(exit == 0, said);
        Assert.Contains(
            $"kubectl apply --server-side --force-conflicts -k {Manifests}/overlays/prod", _programs.Calls());
        Assert.Contains("web: https://erp.example.org", said, StringComparison.Ordinal);
        Assert.All(Published.ServicesAndWeb, service =>
            Assert.Contains($"kubectl-argo-rollouts status {service} -n erp-dev --timeout 40m", _programs.Calls()));
    }

    [Fact]
    public async Task Pods_without_a_readiness_gate_are_replaced_once()
    {
        var (exit, said) = await _programs.RunAsync("deploy", $"""
            [ "$2" = pods ] && printf 'employee-service employee-service notification-service '
            {StandIns.Kubectl}
            """, Example.Replaced(_folder));
        Assert.True(exit == 0, said);
        Assert.Equal(
        [
            "kubectl rollout restart deployment/employee-service -n erp-dev",
            "kubectl rollout status deployment/employee-service --timeout 10m -n erp-dev",
            "kubectl rollout restart deployment/notification-service -n erp-dev",
            "kubectl rollout status deployment/notification-service --timeout 10m -n erp-dev",
        ], _programs.Calls().SkipWhile(call => call != Pods).Skip(1));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("overlays/prod")]
    public void Pods_are_applied_after_what_gives_them_their_gate(string folder)
    {
        Requires.Program("kubectl");
        var kinds = Doc.Parse(Published.Render(folder)).Select(o => o.Kind).ToList();
        var bound = kinds.LastIndexOf("TargetGroupBinding");
        Assert.True(kinds.LastIndexOf("Service") < bound);
        Assert.True(bound < kinds.IndexOf("StatefulSet"));
        Assert.True(kinds.LastIndexOf("Job") < kinds.IndexOf("Deployment"));
        Assert.All(kinds.Skip(kinds.IndexOf("Deployment")), kind =>
            Assert.Contains(kind, (string[])["Deployment", "Rollout", "HorizontalPodAutoscaler"]));
    }

    [Fact]
    public async Task Another_registry_is_signed_in_to_by_its_owner()
    {
        string[] options = [.. Example.Replaced(_folder), "--Eks:Registry=ghcr.io/somebody"];
        var (exit, said) = await _programs.RunAsync("deploy", StandIns.Kubectl, options);
        Assert.True(exit == 0, said);
        Assert.StartsWith($"{Repository.File("erp")} images --registry ghcr.io/somebody", _programs.Calls()[0],
            StringComparison.Ordinal);
        Assert.DoesNotContain(_programs.Calls(), call => call.StartsWith("aws", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repositories_stand_where_the_registry_says()
    {
        string[] options = [.. Example.Replaced(_folder), $"--Eks:Registry={Example.Registry}/company"];
        var (exit, said) = await _programs.RunAsync("eks-images", StandIns.Kubectl, options);
        Assert.True(exit == 0, said);
        Assert.Contains($"docker login --username AWS --password-stdin {Example.Registry}", _programs.Calls());
        Assert.Equal(Ours.Select(image => NewRepository($"company/{image}")),
            _programs.Calls().Where(call => call.Contains(" create-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_would_change_is_shown_without_building_or_changing_anything()
    {
        var (exit, said) = await _programs.RunAsync("eks-diff", """
            case "$1" in
              config) echo a-cluster ;;
              get) ;;
              *) exit 9 ;;
            esac
            """);
        Assert.True(exit == 0, said);
        Assert.Contains("There is no namespace erp-dev yet: everything is new.", said, StringComparison.Ordinal);
        Assert.All(_programs.Calls(), call => Assert.Matches("^kubectl (config|get) ", call));
    }

    [Theory]
    [InlineData("config", "kubectl config ended with 7; what it said is above.")]
    [InlineData("diff", "kubectl diff failed; what it said is above.")]
    [InlineData("apply", "kubectl apply ended with 7; what it said is above.")]
    [InlineData("rollout", "kubectl rollout ended with 7; what it said is above.")]
    public async Task The_first_failure_ends_it(string command, string why)
    {
        var (exit, said) = await _programs.RunAsync("deploy", $"""
            [ "$1" = {command} ] && echo "no, says the cluster" >&2 && exit 7
            {StandIns.Kubectl}
            """, Example.Replaced(_folder));
        Assert.Equal(1, exit);
        Assert.Contains("no, says the cluster", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'), why);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.StartsWith($"kubectl {command}", _programs.Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_example_is_deployed_and_nothing_by_a_dry_run()
    {
        var (exit, said) = await _programs.RunAsync("deploy", StandIns.Kubectl, "--Eks:DryRun=true");
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
        Assert.Empty(_programs.Calls());
        Assert.False(Directory.Exists(Manifests));
    }

    [Fact]
    public async Task Told_to_end_it_ends_what_it_runs_and_fails()
    {
        var begun = _folder.File("begun");
        var (exit, said) = await _programs.RunAsync("deploy", $"""
            if [ "$1" = apply ]; then
              printf $$ > {begun}.new; mv {begun}.new {begun}
              while :; do sleep 0.2; done
            fi
            {StandIns.Kubectl}
            """, Example.Replaced(_folder), async host =>
        {
            await Eventually.TrueAsync(() => File.Exists(begun), TimeSpan.FromMinutes(1));
            await Signals.SendAsync(host.Id, "TERM");
        });
        Assert.NotEqual(0, exit);
        Assert.Contains("kubectl apply was stopped.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{await File.ReadAllTextAsync(begun)}"));
        Assert.StartsWith("kubectl apply", _programs.Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_step_everything_is_published_and_nothing_else_happens()
    {
        var (exit, said) = AppHostProcess.Run(["--operation", "publish", "--output-path", Manifests], _programs.First);
        Assert.True(exit == 0, said);
        Assert.True(Directory.Exists(Manifests));
        Assert.Empty(_programs.Calls());
    }

    private static string NewRepository(string name) =>
        $"aws ecr create-repository --region eu-central-1 --repository-name {name} --image-tag-mutability IMMUTABLE "
        + "--image-scanning-configuration scanOnPush=true --output text --query repository.repositoryUri";
}
