using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Accounts that are not like the example: databases outside the VPC, a VPC of several ranges, another
/// region, a storage class that is there already.</summary>
public sealed class OtherNetworksTests : IDisposable
{
    private static readonly (string Folder, string Short)[] Groups =
    [
        ("employee", "employee"), ("approval-request", "approval-req"), ("approval-processing", "approval-proc"),
        ("notification", "notification"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void Databases_are_reached_where_they_are_said_to_be()
    {
        var output = Publish(
            "--Eks:MongoDb:Cidrs=192.168.248.0/21,203.0.113.7/32", "--Eks:MongoDb:Ports=1024,1025,27017",
            "--Eks:MySql:Cidrs=172.16.0.0/16");
        Assert.Equal(
            new[]
            {
                "192.168.248.0/21 203.0.113.7/32: 1024 1025 27017", "0.0.0.0/0: 443",
            }.Order(),
            Outside(output, "approval-request-service").Order());
        Assert.Contains("172.16.0.0/16: 3306", Outside(output, "employee-service"));
        Assert.Contains("10.0.0.0/16: 6379", Outside(output, "notification-service"));
    }

    [Fact]
    public void All_ranges_of_the_vpc_may_come_in_from_the_load_balancer()
    {
        var file = _folder.File("groups.json");
        var terraform = File.ReadAllText(Repository.File("deploy", "terraform", "target-groups.json"));
        File.WriteAllText(file, terraform.Replace("\"10.0.0.0/16\"", "\"10.0.0.0/16\", \"100.64.0.0/16\""));
        var output = Publish($"--Eks:TargetGroupsFile={file}");
        var ranges = Policy(output, "employee-service").List("spec", "ingress").SelectMany(i => i.List("from"))
            .Where(p => p.Has("ipBlock")).Select(p => p.Text("ipBlock", "cidr"));
        Assert.Equal(["10.0.0.0/16", "100.64.0.0/16"], ranges);
    }

    [Fact]
    public void A_pod_outlasts_the_load_balancer_whatever_delay_is_set()
    {
        Assert.Equal(125, PreStop(Publish([.. Own("us-east-1"), "--Eks:DeregistrationDelay=30"])));
        Assert.Equal(305, PreStop(Publish([.. Own("us-east-1"), "--Eks:DeregistrationDelay=300"])));
    }

    [Fact]
    public void The_secret_is_read_in_the_region_of_the_target_groups_and_no_other()
    {
        var output = Publish([.. Own("eu-central-1")]);
        var store = File.ReadAllText(Path.Combine(output, "components", "external-secrets", "secretstore.yaml"));
        Assert.Equal("eu-central-1", Doc.Parse(store).Single().Text("spec", "provider", "aws", "region"));

        var (exit, said) = AppHostProcess.Publish(
            _folder.File("region"), [.. Own("eu-central-1"), "--Eks:SecretsManager:Region=us-east-1"]);
        Assert.Equal(1, exit);
        Assert.Contains("SecretsManager:Region: 'us-east-1' is not eu-central-1, where the target groups are", said);
    }

    [Fact]
    public void One_load_balancer_is_in_one_region()
    {
        var (exit, said) = AppHostProcess.Publish(
            _folder.File("regions"), [.. Own("eu-central-1").Skip(1), Own("us-east-1")[0]]);
        Assert.Equal(1, exit);
        Assert.Contains("target groups: region: are in ", said);
    }

    [Fact]
    public void A_storage_class_of_the_cluster_s_own_is_used_and_not_published()
    {
        var output = Publish("--Eks:StorageClass=encrypted-ssd", "--Eks:CreateStorageClass=false");
        var brokers = Doc.Parse(File.ReadAllText(Path.Combine(output, "kafka", "statefulset.yaml"))).Single();
        Assert.Equal(
            "encrypted-ssd",
            brokers.List("spec", "volumeClaimTemplates").Single().Text("spec", "storageClassName"));
        Assert.False(File.Exists(Path.Combine(output, "kafka", "storageclass.yaml")));

        var named = Publish("--Eks:StorageClass=erp-gp3");
        var own = Doc.Parse(File.ReadAllText(Path.Combine(named, "kafka", "storageclass.yaml"))).Single();
        Assert.Equal("erp-gp3", own.Name);
    }

    private string Publish(params string[] options)
    {
        var output = _folder.File(Guid.NewGuid().ToString("N"));
        var (exit, said) = AppHostProcess.Publish(output, options);
        Assert.True(exit == 0, said);
        return output;
    }

    private static string[] Own(string region) =>
    [
        .. Groups.Select(g => $"--Eks:TargetGroups:{g.Folder}=arn:aws:elasticloadbalancing:{region}:111122223333:"
            + $"targetgroup/erp-dev-{g.Short}-nlb-tg/0123456789abcdef"),
    ];

    private static Doc Policy(string output, string app) => Doc.Parse(File.ReadAllText(
        Path.Combine(output, "components", "network-policy", $"networkpolicy-{app}.yaml"))).Single();

    private static IEnumerable<string> Outside(string output, string app) =>
        from egress in Policy(output, app).List("spec", "egress")
        let blocks = egress.List("to").Where(p => p.Has("ipBlock")).Select(p => p.Text("ipBlock", "cidr")).ToList()
        where blocks.Count > 0
        select $"{string.Join(' ', blocks)}: {string.Join(' ', egress.List("ports").Select(p => p.Text("port")))}";

    private static int PreStop(string output) =>
        Doc.Parse(File.ReadAllText(Path.Combine(output, "employee", "deployment.yaml"))).Single().Container
            .Number("lifecycle", "preStop", "sleep", "seconds");
}
