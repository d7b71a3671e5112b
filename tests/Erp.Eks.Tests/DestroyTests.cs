using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The steps that take everything off a cluster, in the real pipeline of the AppHost. A script stands in for
/// kubectl.</summary>
public sealed class DestroyTests : IDisposable
{
    /// <summary>Answers as kubectl does on a cluster where everything runs, and nothing else of ours.</summary>
    private const string Cluster = """
        case "$*" in
          config*) echo a-cluster ;;
          'get namespace '*) printf 'erp-dev=erp' ;;
          'get persistentvolumes '*) printf 'pvc-0 pvc-1 pvc-2 ' ;;
        esac
        """;

    private static readonly string[] Looking =
    [
        "kubectl config current-context",
        "kubectl get namespace erp-dev --ignore-not-found --output "
            + @"jsonpath={.metadata.name}={.metadata.labels.app\.kubernetes\.io/part-of}",
        "kubectl get persistentvolumes --output "
            + "jsonpath={range .items[?(@.spec.claimRef.namespace==\"erp-dev\")]}{.metadata.name} {end}",
        "kubectl get targetgroupbindings,deployments,statefulsets,persistentvolumeclaims -n erp-dev",
    ];

    private const string Unbind = "kubectl delete targetgroupbindings --all -n erp-dev --timeout 5m";
    private const string Delete = "kubectl delete namespace erp-dev --ignore-not-found --timeout 15m";
    private const string Others = "kubectl get namespaces --selector app.kubernetes.io/part-of=erp --output name";
    private const string Class = "kubectl delete storageclasses --selector app.kubernetes.io/part-of=erp";

    private const string Release = "kubectl patch persistentvolumes pvc-0 pvc-1 pvc-2 --type merge --patch "
        + """{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""";

    private const string Gone = "kubectl wait --for delete persistentvolume/pvc-0 persistentvolume/pvc-1 "
        + "persistentvolume/pvc-2 --timeout 10m";

    private readonly TemporaryFolder _folder = new();

    private readonly StandIns _programs;

    public DestroyTests()
    {
        Requires.Linux();
        _programs = new(_folder);
    }

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Targets_go_first_and_volumes_with_their_claims()
    {
        var (exit, said) = await _programs.RunAsync("destroy", Cluster, "--Eks:ConfirmDestroy=erp-dev");
        Assert.True(exit == 0, said);
        Assert.Equal([.. Looking, Unbind, Release, Delete, Gone, Others, Class], _programs.Calls());
        Assert.Contains("terraform destroy in deploy/terraform/", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--Eks:ConfirmDestroy=another")]
    [InlineData("--Eks:ConfirmDestroy=")]
    public async Task Nothing_goes_that_was_not_named(params string[] options)
    {
        var (exit, said) = await _programs.RunAsync("destroy", Cluster, options);
        Assert.Equal(1, exit);
        Assert.Equal(Looking, _programs.Calls());
        Assert.Contains("All of namespace erp-dev on a-cluster goes with './erp destroy erp-dev'", said,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_names_the_namespace()
    {
        _programs.Add("kubectl", Cluster);
        var cli = Repository.Built("tools/Erp.Cli", "erp.dll");
        var (exit, output, error) = Published.Run("dotnet", [cli, "destroy", "--no-build"], null, _programs.First);
        Assert.Equal(1, exit);
        Assert.Equal(Looking, _programs.Calls());

        (exit, output, error) = Published.Run("dotnet",
            [cli, "destroy", "erp-dev", "--keep-volumes", "--no-build"], null, _programs.First);
        Assert.True(exit == 0, output + error);
        Assert.Equal([.. Looking, .. Looking, Unbind, Delete, Others, Class], _programs.Calls());
    }

    [Fact]
    public async Task A_namespace_of_others_stays()
    {
        var (exit, said) = await _programs.RunAsync("destroy", """
            case "$*" in
              config*) echo a-cluster ;;
              'get namespace '*) printf 'kube-system=' ;;
            esac
            """, "--Eks:Namespace=kube-system", "--Eks:ConfirmDestroy=kube-system");
        Assert.Equal(1, exit);
        Assert.Contains("namespace kube-system on a-cluster is not ours", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_programs.Calls(), call => call.Contains("delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Volumes_stay_where_that_is_wanted()
    {
        var (exit, said) = await _programs.RunAsync(
            "destroy", Cluster, "--Eks:ConfirmDestroy=erp-dev", "--Eks:KeepVolumes=true");
        Assert.True(exit == 0, said);
        Assert.Equal([.. Looking, Unbind, Delete, Others, Class], _programs.Calls());
        Assert.Contains("Volumes that stay: pvc-0 pvc-1 pvc-2", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_class_stays_while_another_of_ours_is_on_the_cluster()
    {
        var (exit, said) = await _programs.RunAsync("destroy", $"""
            {Cluster}
            [ "$2" = namespaces ] && echo namespace/erp-test
            true
            """, "--Eks:ConfirmDestroy=erp-dev");
        Assert.True(exit == 0, said);
        Assert.Equal(Others, _programs.Calls()[^1]);
    }

    [Theory]
    [InlineData("delete targetgroupbindings", Unbind)]
    [InlineData("patch persistentvolumes", Release)]
    [InlineData("delete namespace", Delete)]
    [InlineData("wait --for", Gone)]
    public async Task The_first_failure_ends_it_and_it_goes_on_the_next_time(string failing, string last)
    {
        var (exit, said) = await _programs.RunAsync("destroy", $"""
            case "$*" in '{failing}'*) echo "no, says the cluster" >&2; exit 7 ;; esac
            {Cluster}
            """, "--Eks:ConfirmDestroy=erp-dev");
        Assert.Equal(1, exit);
        Assert.Contains("no, says the cluster", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(last, _programs.Calls()[^1]);

        (exit, said) = await _programs.RunAsync("destroy", Cluster, "--Eks:ConfirmDestroy=erp-dev");
        Assert.True(exit == 0, said);
        Assert.Equal(Class, _programs.Calls()[^1]);
    }

    [Fact]
    public async Task Volumes_that_an_earlier_run_left_go_without_a_namespace()
    {
        var (exit, said) = await _programs.RunAsync("destroy", """
            case "$*" in
              config*) echo a-cluster ;;
              'get persistentvolumes '*) printf 'pvc-0 pvc-1 pvc-2 ' ;;
            esac
            """, "--Eks:ConfirmDestroy=erp-dev");
        Assert.True(exit == 0, said);
        Assert.Equal([.. Looking[..3], Release, Gone, Others, Class], _programs.Calls());
    }

    [Fact]
    public async Task Where_nothing_is_there_is_nothing_to_destroy()
    {
        var (exit, said) = await _programs.RunAsync(
            "destroy", """[ "$1" = config ] && echo a-cluster; true""", "--Eks:ConfirmDestroy=erp-dev");
        Assert.True(exit == 0, said);
        Assert.Contains("There is no namespace erp-dev on a-cluster: nothing to destroy.", said,
            StringComparison.Ordinal);
    }
}
