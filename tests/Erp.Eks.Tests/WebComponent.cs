using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>C15 of docs/cluster-requirements.md: Erp.Web as a component. What it has in production like every service
/// is in <see cref="ProductionRequirements"/>.</summary>
public sealed class WebComponent : IDisposable
{
    private const string Name = "web";

    private static readonly IReadOnlyList<Doc> Component = Published.Component(Name);

    private static readonly IReadOnlyList<Doc> Policies = Published.Component("network-policy-web");

    private static Doc Deployment => Component.One("Deployment", Name);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void C15_it_has_what_every_service_has_and_a_config_map_of_its_own()
    {
        var service = Published.FilesIn(Path.Combine(Published.Folder, "employee"));
        Assert.Equal(
            service.Append("configmap.yaml").Order(StringComparer.Ordinal),
            Published.FilesIn(Path.Combine(Published.Folder, "components", Name)));
        Assert.Equal(Shape("employee"), Shape($"components/{Name}"));
        var port = Assert.Single(Component.One("Service", Name).List("spec", "ports"));
        Assert.Equal((8080, "http"), (port.Number("port"), port.Text("targetPort")));
        Assert.Equal("ClusterIP", Component.One("Service", Name).Text("spec", "type"));
        var binding = Component.One("TargetGroupBinding", "web-tgb");
        Assert.Contains(":targetgroup/erp-dev-web-nlb-tg/", binding.Text("spec", "targetGroupARN"));
        Assert.Equal(
            (Name, 8080), (binding.Text("spec", "serviceRef", "name"), binding.Number("spec", "serviceRef", "port")));
        Assert.Equal("Component", Published.File("components", Name, "kustomization.yaml").Text("kind"));
    }

    /// <summary>A Deployment but for what is its own: names, image, port, variables.</summary>
    private static string Shape(string folder)
    {
        var text = File.ReadAllText(Path.Combine(Published.Folder, folder, "deployment.yaml"));
        text = Regex.Replace(text, @"(?s) env:\n.*(?= resources:)", "");
        return Regex.Replace(text, @"\b(employee-service|web|erp-\w+:|80\d\d|[0-9a-f]{64})", "X");
    }

    [Fact]
    public void C15_the_production_overlay_includes_it_and_the_base_knows_nothing_of_it()
    {
        var components = Published.File("overlays", "prod", "kustomization.yaml").List("components")
            .Select(c => c.Text()!.Split('/').Last()).ToList();
        // Before what patches it.
        Assert.Equal(Name, components[0]);
        Assert.Contains("network-policy-web", components);
        var dev = Published.Dev.Concat(Published.Component("network-policy"));
        Assert.DoesNotContain(dev.SelectMany(o => o.Scalars()), text => Regex.IsMatch(text, @"\bweb\b"));
    }

    [Fact]
    public void C15_every_key_is_consumed_and_every_variable_is_defined()
    {
        var shared = Published.Dev.One("ConfigMap", "erp-config").Map("data");
        var own = Component.One("ConfigMap", "web-config").Map("data");
        var env = Deployment.Container.List("env");
        IEnumerable<string?> Keys(string map) => env
            .Where(e => e.Text("valueFrom", "configMapKeyRef", "name") == map)
            .Select(e => e.Text("valueFrom", "configMapKeyRef", "key"));
        Assert.Equal(own.Keys.Order(), Keys("web-config").Order());
        Assert.Empty(Keys("erp-config").Except(shared.Keys));
        Assert.Empty(own.Keys.Intersect(shared.Keys));
        var example = File.ReadAllText(Path.Combine(Published.Folder, "erp-secret.env.example"));
        Assert.All(
            env.Select(e => e.Text("valueFrom", "secretKeyRef", "key")).OfType<string>(),
            key => Assert.Contains($"\n{key}=", example));
        var defined = new HashSet<string>();
        foreach (var variable in env)
        {
            foreach (Match used in Regex.Matches(variable.Text("value") ?? "", @"(?<!\$)\$\((\w+)\)"))
                Assert.Contains(used.Groups[1].Value, defined);
            Assert.True(defined.Add(variable.Text("name")!));
        }
        // What an NLB passes on has no headers of its own.
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", defined);
    }

    [Fact]
    public void C15_people_s_address_and_the_client_s_secret_are_what_the_settings_say()
    {
        var env = Publish("own", "--Eks:Web:PublicUrl=https://erp.example.org", "--Eks:Web:ClientSecret=true");
        var address = env.Single(e => e.Text("name") == "Web__PublicUrl");
        Assert.Equal("web-config", address.Text("valueFrom", "configMapKeyRef", "name"));
        var config = File.ReadAllText(_folder.File("own/components/web/configmap.yaml"));
        Assert.Contains("WEB_PUBLIC_URL: https://erp.example.org\n", config);
        var secret = env.Single(e => e.Text("name") == "Web__ClientSecret");
        Assert.Equal("WEB_CLIENT_SECRET", secret.Text("valueFrom", "secretKeyRef", "key"));
        Assert.Contains("WEB_CLIENT_SECRET=", File.ReadAllText(_folder.File("own/erp-secret.env.example")));
        var external = File.ReadAllText(_folder.File("own/components/external-secrets/externalsecret.yaml"));
        Assert.Contains("secretKey: WEB_CLIENT_SECRET", external);
        // A public client has none.
        Assert.DoesNotContain(Deployment.Container.List("env"), e => e.Text("name") == "Web__ClientSecret");
    }

    [Theory]
    [InlineData("http://erp.example.org")]
    [InlineData("erp.example.org")]
    [InlineData("https://erp.example.org/app")]
    [InlineData("")]
    public void C15_an_address_that_keeps_no_session_is_a_problem(string address)
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File("address"), $"--Eks:Web:PublicUrl={address}");
        Assert.Equal(1, exit);
        Assert.Contains($"option Eks: Web:PublicUrl: '{address}' is not https and a host", said);
        Assert.False(Directory.Exists(_folder.File("address")));
    }

    [Fact]
    public void C15_dev_needs_no_target_group_for_what_it_does_not_run()
    {
        string Arn(string service) => $"--Eks:TargetGroups:{service}=arn:aws:elasticloadbalancing:eu-central-1:"
            + $"111122223333:targetgroup/erp-dev-{service.Replace("cessing", "c").Replace("quest", "q")}-nlb-tg/"
            + "0123456789abcdef";
        Publish("four",
            [.. ((string[])["employee", "approval-request", "approval-processing", "notification"]).Select(Arn)]);
        var binding = File.ReadAllText(_folder.File("four/components/web/targetgroupbinding.yaml"));
        Assert.Contains("arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/erp-dev-web-", binding);
    }

    [Fact]
    public void C15_the_load_balancer_gets_in_and_the_services_let_it_in_and_nothing_else_is_open()
    {
        var own = Policies.One("NetworkPolicy", Name);
        Assert.Equal(["10.0.0.0/16:8080"], Peers(own, "ingress", "from"));
        Assert.Equal(
            new[]
            {
                "employee-service:8081", "approval-request-service:8082", "approval-processing-service:8083",
                "notification-service:8084", "10.0.0.0/16:6379", "observability:4317", "0.0.0.0/0:443",
            }.Order(),
            Peers(own, "egress", "to").Order());
        var others = Policies.Where(policy => policy.Name != Name).ToList();
        Assert.All(others, policy => Assert.False(policy.Has("spec", "egress")));
        Assert.Equal(
            new[] { "employee-service:8081", "approval-request-service:8082", "approval-processing-service:8083",
                "notification-service:8084" }.Order(),
            others.SelectMany(policy => Peers(policy, "ingress", "from").Select(from =>
                policy.Text("spec", "podSelector", "matchLabels", "app") + from[Name.Length..])).Order());
        Assert.All(others.SelectMany(p => Peers(p, "ingress", "from")), from => Assert.StartsWith("web:", from));
    }

    private static IEnumerable<string> Peers(Doc policy, string direction, string side) =>
        from rule in policy.List("spec", direction)
        from peer in rule.List(side)
        from port in rule.List("ports")
        let who = peer.Text("ipBlock", "cidr") ?? peer.Text("podSelector", "matchLabels", "app")
            ?? peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name")
        select $"{who}:{port.Text("port")}";

    /// <summary>The variables of its pods.</summary>
    private IReadOnlyList<Doc> Publish(string folder, params string[] options)
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File(folder), options);
        Assert.True(exit == 0, said);
        var deployment = File.ReadAllText(_folder.File($"{folder}/components/web/deployment.yaml"));
        return [.. Doc.Parse(deployment).Single().Container.List("env")];
    }
}
