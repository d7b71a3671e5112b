using Erp.AppHost.Eks.Components;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>From the model to files: the same bytes, all or nothing.</summary>
public sealed class PublishTests : IDisposable
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void What_is_committed_is_what_the_model_publishes()
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File("once"));
        Assert.True(exit == 0, said);
        AssertSame(Files(Published.Folder), Files(_folder.File("once")));
        AppHostProcess.Publish(_folder.File("twice"));
        AssertSame(Files(_folder.File("once")), Files(_folder.File("twice")));
    }

    [Fact]
    public void Publishing_again_removes_what_is_not_published_any_more_and_leaves_what_is_somebody_s_own()
    {
        var output = _folder.File("again");
        AppHostProcess.Publish(output);
        var stale = Path.Combine(output, "payroll", "deployment.yaml");
        var (own, secret) = (Path.Combine(output, "notes.yaml"), Path.Combine(output, "erp-secret.env"));
        Directory.CreateDirectory(Path.GetDirectoryName(stale)!);
        File.Copy(Path.Combine(output, "employee", "deployment.yaml"), stale);
        File.WriteAllText(own, "mine: true\n");
        File.WriteAllText(secret, "MYSQL_PASSWORD=real\n");
        AppHostProcess.Publish(output);
        Assert.False(Directory.Exists(Path.GetDirectoryName(stale)));
        Assert.Equal("mine: true\n", File.ReadAllText(own));
        Assert.Equal("MYSQL_PASSWORD=real\n", File.ReadAllText(secret));
    }

    [Fact]
    public void A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File("dry"), "--Eks:DryRun=true");
        Assert.True(exit == 0, said);
        Assert.Contains("Dry run", said);
        Assert.False(Directory.Exists(_folder.File("dry")));
    }

    [Fact]
    public void The_summary_has_replicas_resources_storage_and_cost_with_its_source()
    {
        var (_, said) = AppHostProcess.Publish(_folder.File("summary"), "--Eks:DryRun=true");
        Assert.Matches(@"Deployment/employee-service\s+2-3\s+200m/500m\s+256Mi/512Mi\s+-\s+0\.00", said);
        Assert.Matches(@"StatefulSet/kafka\s+3\s+250m/1\s+1Gi/1536Mi\s+3 x 10Gi\s+2\.40", said);
        Assert.Contains("$0.08 per GB-month of EBS gp3, us-east-1, aws.amazon.com/ebs/pricing", said);
    }

    [Fact]
    public void Missing_malformed_and_exchanged_target_groups_are_errors_before_anything_is_written()
    {
        var output = _folder.File("none");
        var (exit, said) = AppHostProcess.Publish(output,
            "--Eks:TargetGroups:employee=arn:aws:something",
            $"--Eks:TargetGroups:notification={Arn}erp-dev-employee-nlb-tg/0123456789abcdef");
        Assert.NotEqual(0, exit);
        Assert.Contains("employee-service: target group: 'arn:aws:something' is not the ARN", said);
        Assert.Contains("notification-service: target group: 'erp-dev-employee-nlb-tg' is the target group of another "
            + "service", said);
        Assert.Contains("approval-request-service: target group: has no ARN", said);
        Assert.Contains("approval-processing-service: target group: has no ARN", said);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void All_wrong_options_are_reported_together()
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File("wrong"), "--Eks:Namespace=No_Name", "--Eks:Tag=latest",
            "--Eks:VpcCidrs=10.0.0.0/16,10", "--Eks:Broker=rabbit", "--Eks:MySql:Port=0", "--Eks:MySql:Cidrs=x",
            "--Eks:MongoDb:Cidrs=,", "--Eks:MongoDb:Ports=27017,0", "--Eks:StorageClass=No_Name",
            "--Eks:DeregistrationDelay=3601", "--Eks:Web:PublicUrl=http://erp.example.org");
        Assert.NotEqual(0, exit);
        Assert.All(
            [
                "Namespace", "Tag", "VpcCidrs", "Broker", "MySql:Port", "MySql:Cidrs", "MongoDb:Cidrs", "MongoDb:Ports",
                "StorageClass", "DeregistrationDelay", "Web:PublicUrl",
            ],
            field => Assert.Contains($"option Eks: {field}: ", said));
    }

    [Fact]
    public void A_setting_that_does_not_exist_or_has_no_value_of_its_type_is_a_problem_with_its_name()
    {
        var output = _folder.File("unknown");
        var (exit, said) = AppHostProcess.Publish(output, "--Eks:Taag=1.0.1", "--Eks:MySql:Prot=3306",
            "--Eks:Redis=redis.example.org", "--Eks:Registry:Name=x",
            "--Eks:DeregistrationDelay=long", "--Eks:DryRun=maybe", "--Eks:Tag=latest",
            $"--Eks:TargetGroups:employe={Arn}erp-dev-employee-nlb-tg/0123456789abcdef");
        Assert.Equal(1, exit);
        Assert.All((string[])
        [
            "option Eks: Taag: is not a setting; those are Environment, Namespace, ",
            "option Eks: MySql:Prot: is not a setting; those are MySql:Host, MySql:Port, MySql:Tls",
            "option Eks: Redis: 'redis.example.org' is no value of it: it is a group of Redis:Host, Redis:Port, "
                + "Redis:Tls",
            "option Eks: Registry:Name: is not a setting; Registry is one value",
            "option Eks: DeregistrationDelay: 'long' is not a whole number",
            "option Eks: DryRun: 'maybe' is neither true nor false",
            "option Eks: Tag: 'latest' is not a tag that stays the same",
            "--target-group: employe: is no service; those are employee, ",
        ], problem => AssertSaidOnce(said, problem));
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Production_refuses_every_value_of_the_example()
    {
        var output = _folder.File("example");
        var (exit, said) = AppHostProcess.Publish(output, "--Eks:Environment=prod");
        Assert.NotEqual(0, exit);
        string[] refused =
        [
            "option Eks: Registry", "option Eks: LoadBalancerSecurityGroup", "option Eks: Auth:Authority",
            "option Eks: Auth:Audience", "option Eks: Web:PublicUrl", "option Eks: MySql:Host",
            "option Eks: Redis:Host", "option Eks: SecretsManager:RoleArn",
            .. Published.ServicesAndWeb.Select(s => $"{s}: target group"),
            .. Example.Images.Select(i => $"deploy/images.json: {i}"),
        ];
        Assert.All(refused, problem => AssertSaidOnce(said, $"{problem}: "));
        // With all that was said: which problem is one too many, or whether the last line did not come.
        Assert.True(said.Contains($"{refused.Length} problem(s), nothing was written", StringComparison.Ordinal), said);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Production_takes_values_of_one_s_own()
    {
        string[] options = ["--Eks:Environment=prod", .. Example.Replaced(_folder)];
        var (exit, said) = AppHostProcess.Publish(_folder.File("own"), options);
        Assert.True(exit == 0, said);
        Assert.DoesNotContain("example's", said);
        Assert.All(Files(_folder.File("own")).Values, text =>
        {
            Assert.DoesNotContain("123456789012", text);
            Assert.DoesNotContain(DigestPins.Unknown, text);
        });
    }

    [Fact]
    public void A_value_is_never_taken_for_yaml()
    {
        const string value = "erp: \"prod\" # of ${namespace}";
        var (exit, said) = AppHostProcess.Publish(_folder.File("value"), $"--Eks:SecretsManager:RoleArn={value}");
        Assert.True(exit == 0, said);
        var account = File.ReadAllText(_folder.File("value/components/external-secrets/serviceaccount.yaml"));
        Assert.Equal(value, Doc.Parse(account).Single().Text("metadata", "annotations", "eks.amazonaws.com/role-arn"));
    }

    [Fact]
    public void The_inventory_names_exactly_the_images_of_production()
    {
        var named = Published.File("components", "image-digests", "kustomization.yaml").List("images")
            .Select(image => image.Text("name")!.Split("amazonaws.com/").Last());
        Assert.Equal(Example.Images.Select(i => i.Split(':')[0]).Order(), named.Order());
    }

    [Fact]
    public void With_msk_no_broker_is_published_and_clients_authenticate_over_tls()
    {
        var output = _folder.File("msk");
        var (exit, said) = AppHostProcess.Publish(output,
            "--Eks:Broker=msk", "--Eks:Msk:Bootstrap=b-1.example.org:9096,b-2.example.org:9096");
        Assert.True(exit == 0, said);
        Assert.False(Directory.Exists(Path.Combine(output, "kafka")));
        Assert.False(Directory.Exists(Path.Combine(output, "components", "tls")));
        var config = Doc.Parse(File.ReadAllText(Path.Combine(output, "base", "configmap.yaml"))).Single();
        Assert.Equal("b-1.example.org:9096,b-2.example.org:9096", config.Text("data", "KAFKA_BOOTSTRAP_SERVERS"));
        var deployment = Doc.Parse(File.ReadAllText(Path.Combine(output, "notification", "deployment.yaml"))).Single();
        var env = deployment.Container.List("env").ToDictionary(e => e.Text("name")!);
        Assert.Equal("SaslSsl", env["Kafka__SecurityProtocol"].Text("value"));
        Assert.Equal("ScramSha512", env["Kafka__SaslMechanism"].Text("value"));
        Assert.Equal("KAFKA_PASSWORD", env["KAFKA_PASSWORD"].Text("valueFrom", "secretKeyRef", "key"));
        var exporter = Doc.Parse(File.ReadAllText(
            Path.Combine(output, "components", "monitoring", "deployment.yaml"))).Single();
        Assert.Superset(
            new HashSet<string?>
            {
                "--kafka.server=b-1.example.org:9096", "--kafka.server=b-2.example.org:9096", "--kafka.version=2.8.0",
            },
            exporter.Container.List("args").Select(a => a.Text()).ToHashSet());
        // Three brokers, one in each zone.
        Assert.Matches(@"Amazon MSK\s.*462\.90", said);
        Assert.DoesNotContain("StatefulSet", said);
    }

    private static void AssertSaidOnce(string said, string problem) =>
        Assert.Single(said.Split('\n'), line => line.StartsWith($"  {problem}", StringComparison.Ordinal));

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    /// <summary>Path and text of every published file; not the one with somebody's secrets.</summary>
    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".env", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText), StringComparer.Ordinal);
}
