using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>C1 to C14 of docs/cluster-requirements.md, on the committed files.</summary>
public sealed class DevRequirements
{
    private static readonly (string Name, int Port)[] Ports =
        [
            ("employee-service", 8081), ("approval-request-service", 8082), ("approval-processing-service", 8083),
            ("notification-service", 8084),
        ];

    public static TheoryData<string, int> Services
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (name, port) in Ports) data.Add(name, port);
            return data;
        }
    }

    private static Doc Deployment(string name) => Published.Dev.One("Deployment", name);

    [Fact]
    public void C1_every_namespaced_object_is_in_the_namespace_which_is_restricted_and_injects_readiness_gates()
    {
        var space = Published.Dev.One("Namespace", "erp-dev");
        Assert.Equal("restricted", space.Text("metadata", "labels", "pod-security.kubernetes.io/enforce"));
        Assert.Equal("enabled", space.Text("metadata", "labels", "elbv2.k8s.aws/pod-readiness-gate-inject"));
        Assert.All(
            Published.Dev.Where(o => o.Kind is not ("Namespace" or "StorageClass")),
            o => Assert.Equal("erp-dev", o.Namespace));
    }

    [Fact]
    public void C1_the_namespace_is_the_first_file_that_plain_apply_takes() =>
        Assert.Equal("00-namespace.yaml", Published.FilesIn(Path.Combine(Published.Folder, "base")).First());

    [Fact]
    public void C2_the_config_map_has_the_addresses_and_nothing_secret()
    {
        var data = Published.Dev.One("ConfigMap", "erp-config").Map("data");
        Assert.Equal("http://employee-service:8081", data["EMPLOYEE_SERVICE_URL"]);
        Assert.Equal("http://notification-service:8084", data["NOTIFICATION_SERVICE_URL"]);
        Assert.Equal("kafka-service:9092", data["KAFKA_BOOTSTRAP_SERVERS"]);
        Assert.Empty(new[] { "MYSQL_HOST", "MYSQL_PORT", "MYSQL_DATABASE", "REDIS_HOST", "REDIS_PORT" }.Except(
            data.Keys));
        Assert.DoesNotContain(
            data,
            p =>
                Regex.IsMatch(p.Key, "PASSWORD|MONGODB|KEY|SECRET|USERNAME")
                    || Regex.IsMatch(p.Value, "://[^/]*@|password", RegexOptions.IgnoreCase));
    }

    [Fact]
    public void C3_the_secret_s_keys_come_by_secretKeyRef_and_no_value_is_in_git()
    {
        var example = SecretKeys();
        Assert.Empty(
            new[]
            {
                "MYSQL_USERNAME", "MYSQL_PASSWORD", "MONGODB_URI", "REDIS_PASSWORD", "AUTH_SERVICE_KEY",
            }.Except(example));
        var consumed = Pods()
            .SelectMany(p => p.List("env"))
            .Select(e => e.Text("valueFrom", "secretKeyRef", "key"))
            .OfType<string>()
            .ToHashSet();
        Assert.Equal(example.Order(), consumed.Order());
        Assert.DoesNotContain(Published.Dev, o => o.Kind == "Secret");
        Assert.Contains("*.env", File.ReadAllLines(Repository.File(".gitignore")));
        // Shorter than the services take a key: who forgets to replace it finds out at the start.
        Assert.Contains(
            "AUTH_SERVICE_KEY=change-me", File.ReadAllLines(Path.Combine(Published.Folder, "erp-secret.env.example")));
        Assert.Equal(
            "erp-secret.env",
            Published.File("kustomization.yaml").List("secretGenerator").Single().List("envs").Single().Text());
    }

    [Fact]
    public void C4_every_key_is_consumed_and_every_variable_is_defined()
    {
        var config = Published.Dev.One("ConfigMap", "erp-config").Map("data").Keys;
        var env = Pods().SelectMany(p => p.List("env")).ToList();
        Assert.Equal(
            config.Order(),
            env.Select(e => e.Text("valueFrom", "configMapKeyRef", "key")).OfType<string>().Distinct().Order());
        Assert.All(
            env.Select(e => e.Text("valueFrom", "secretKeyRef", "key")).OfType<string>(),
            key => Assert.Contains(key, SecretKeys()));
        Assert.All(Pods(), container =>
        {
            var defined = new HashSet<string>();
            foreach (var variable in container.List("env"))
            {
                // Kubernetes expands only what stands before.
                foreach (Match used in Regex.Matches(variable.Text("value") ?? "", @"(?<!\$)\$\((\w+)\)"))
                    Assert.Contains(used.Groups[1].Value, defined);
                Assert.True(defined.Add(variable.Text("name")!), $"{variable.Text("name")} is there twice");
            }
        });
    }

    [Fact]
    public void C4_pods_read_the_keys_that_the_services_read_on_a_laptop()
    {
        string? Value(string service, string name) =>
            Deployment(service).Container.List("env").Single(e => e.Text("name") == name).Text("value");
        Assert.Equal("$(KAFKA_BOOTSTRAP_SERVERS)", Value("notification-service", "ConnectionStrings__kafka"));
        Assert.Equal("$(MONGODB_URI)", Value("approval-request-service", "ConnectionStrings__mongodb"));
        Assert.StartsWith(
            "Server=$(MYSQL_HOST);Port=$(MYSQL_PORT);User ID=$(MYSQL_USERNAME);",
            Value("employee-service", "ConnectionStrings__mysql"));
        Assert.StartsWith(
            "$(REDIS_HOST):$(REDIS_PORT),password=$(REDIS_PASSWORD)",
            Value("approval-processing-service", "ConnectionStrings__redis"));
        Assert.Equal(
            "$(EMPLOYEE_SERVICE_URL)", Value("approval-request-service", "services__employee-service__http__0"));
        Assert.Equal(
            "$(NOTIFICATION_SERVICE_URL)", Value("employee-service", "services__notification-service__http__0"));
    }

    [Fact]
    public void C2_another_configuration_is_another_pod_template()
    {
        string Checksum(Doc deployment) =>
            deployment.Text("spec", "template", "metadata", "annotations", "checksum/config")!;
        var own = Assert.Single(Published.Dev.Of("Deployment").Select(Checksum).Distinct());
        var folder = new TemporaryFolder();
        AppHostProcess.Publish(folder.File("other"), "--Eks:MySql:Host=other.example.org");
        Assert.NotEqual(
            own, Checksum(Doc.Parse(File.ReadAllText(folder.File("other/employee/deployment.yaml"))).Single()));
        folder.Delete();
    }

    [Theory, MemberData(nameof(Services))]
    public void C5_a_deployment_of_two_replicas_that_replaces_one_at_a_time(string name, int _)
    {
        var deployment = Deployment(name);
        Assert.Equal("apps/v1", deployment.Text("apiVersion"));
        Assert.Equal(2, deployment.Number("spec", "replicas"));
        Assert.Equal(name, deployment.Container.Text("name"));
        Assert.Equal(name, deployment.Text("metadata", "labels", "app"));
        Assert.Equal(name, deployment.Text("spec", "selector", "matchLabels", "app"));
        Assert.Equal(name, deployment.Text("spec", "template", "metadata", "labels", "app"));
        Assert.Equal("RollingUpdate", deployment.Text("spec", "strategy", "type"));
        Assert.Equal(
            (1, 1),
            (
                deployment.Number("spec", "strategy", "rollingUpdate", "maxUnavailable"),
                deployment.Number("spec", "strategy", "rollingUpdate", "maxSurge")));
    }

    [Fact]
    public void C5_eight_application_pods_in_all() =>
        Assert.Equal(8, Published.Dev.Of("Deployment").Sum(d => d.Number("spec", "replicas")));

    [Theory, MemberData(nameof(Services))]
    public void C6_requests_limits_and_the_port_called_http(string name, int port)
    {
        var container = Deployment(name).Container;
        Assert.Equal(
            ("200m", "256Mi"),
            (container.Text("resources", "requests", "cpu"), container.Text("resources", "requests", "memory")));
        Assert.Equal(
            ("500m", "512Mi"),
            (container.Text("resources", "limits", "cpu"), container.Text("resources", "limits", "memory")));
        var declared = Assert.Single(container.List("ports"));
        Assert.Equal(("http", port), (declared.Text("name"), declared.Number("containerPort")));
    }

    [Theory, MemberData(nameof(Services))]
    public void C7_three_probes_ask_three_different_things_over_http(string name, int _)
    {
        var container = Deployment(name).Container;
        string[] probes = ["livenessProbe", "readinessProbe", "startupProbe"];
        Assert.Equal(["/alive", "/health", "/started"], probes.Select(p => container.Text(p, "httpGet", "path")));
        Assert.All(probes, p => Assert.Equal("http", container.Text(p, "httpGet", "port")));
    }

    [Theory, MemberData(nameof(Services))]
    public void C8_nothing_that_a_container_does_not_need(string name, int _) => AssertRestricted(Deployment(name));

    internal static void AssertRestricted(Doc workload)
    {
        var (pod, container) = (workload.Pod, workload.Container);
        Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
        Assert.True(pod.Number("securityContext", "runAsUser") > 0);
        Assert.Equal("RuntimeDefault", pod.Text("securityContext", "seccompProfile", "type"));
        Assert.Equal("false", pod.Text("automountServiceAccountToken"));
        Assert.Equal("false", pod.Text("enableServiceLinks"));
        Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal(["ALL"], container.List("securityContext", "capabilities", "drop").Select(c => c.Text()));
        Assert.Equal(
            "false",
            Published.Dev.One("ServiceAccount", pod.Text("serviceAccountName")!).Text("automountServiceAccountToken"));
    }

    [Theory, MemberData(nameof(Services))]
    public void C9_pods_prefer_other_zones_and_one_always_stays(string name, int _)
    {
        var term = Assert.Single(Deployment(name).Pod.List(
            "affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"));
        Assert.Equal(100, term.Number("weight"));
        Assert.Equal("topology.kubernetes.io/zone", term.Text("podAffinityTerm", "topologyKey"));
        Assert.Equal(name, term.Text("podAffinityTerm", "labelSelector", "matchLabels", "app"));
        var budget = Published.Dev.One("PodDisruptionBudget", name);
        Assert.Equal(
            (1, name), (budget.Number("spec", "minAvailable"), budget.Text("spec", "selector", "matchLabels", "app")));
        Assert.False(budget.Has("spec", "maxUnavailable"));
        // A node's drain must not hang because a database is away.
        Assert.Equal("AlwaysAllow", budget.Text("spec", "unhealthyPodEvictionPolicy"));
    }

    [Theory, MemberData(nameof(Services))]
    public void C10_a_pod_serves_longer_than_the_load_balancer_sends_and_has_time_to_drain_after_that(
        string name, int _)
    {
        var delay = int.Parse(
            Regex.Match(
                File.ReadAllText(Repository.File("deploy", "terraform", "variables.tf")),
                @"variable ""deregistration_delay""[^}]*default\s*=\s*(\d+)").Groups[1].Value);
        var deployment = Deployment(name);
        var preStop = deployment.Container.Number("lifecycle", "preStop", "sleep", "seconds");
        // What an NLB with addresses as targets may go on sending, whatever its delay is.
        Assert.True(preStop > Math.Max(delay, 120), $"preStop {preStop} s, deregistration delay {delay} s");
        Assert.True(deployment.Pod.Number("terminationGracePeriodSeconds") >= preStop + 30);
    }

    [Theory, MemberData(nameof(Services))]
    public void C11_a_cluster_ip_service_with_the_same_port_on_both_sides(string name, int port)
    {
        var service = Published.Dev.One("Service", name);
        Assert.Equal("ClusterIP", service.Text("spec", "type"));
        Assert.Equal(name, service.Text("spec", "selector", "app"));
        var declared = Assert.Single(service.List("spec", "ports"));
        Assert.Equal((port, "http"), (declared.Number("port"), declared.Text("targetPort")));
    }

    [Fact]
    public void C11_nothing_makes_a_load_balancer()
    {
        Assert.DoesNotContain(Published.Dev.Of("Service"), s => s.Text("spec", "type") != "ClusterIP");
        Assert.DoesNotContain(Published.Dev, o => o.Kind == "Ingress");
        Assert.DoesNotContain(
            Published.Dev.SelectMany(o => o.Map("metadata", "annotations").Keys),
            a => a.Contains("load-balancer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("employee", "employee-service", 8081, "erp-dev-employee-nlb-tg")]
    [InlineData("approval-request", "approval-request-service", 8082, "erp-dev-approval-req-nlb-tg")]
    [InlineData("approval-processing", "approval-processing-service", 8083, "erp-dev-approval-proc-nlb-tg")]
    [InlineData("notification", "notification-service", 8084, "erp-dev-notification-nlb-tg")]
    public void C12_a_binding_registers_the_pods_with_the_service_s_target_group(
        string name, string service, int port, string group)
    {
        var binding = Published.Dev.One("TargetGroupBinding", $"{name}-tgb");
        Assert.Equal("elbv2.k8s.aws/v1beta1", binding.Text("apiVersion"));
        Assert.Equal("ip", binding.Text("spec", "targetType"));
        Assert.Equal(
            (service, port),
            (binding.Text("spec", "serviceRef", "name"), binding.Number("spec", "serviceRef", "port")));
        Assert.Matches(
            $"^arn:aws:elasticloadbalancing:[a-z0-9-]+:[0-9]{{12}}:targetgroup/{group}/[0-9a-f]{{16}}$",
            binding.Text("spec", "targetGroupARN")!);
        var rule = Assert.Single(binding.List("spec", "networking", "ingress"));
        Assert.Equal(port, Assert.Single(rule.List("ports")).Number("port"));
        Assert.StartsWith("sg-", Assert.Single(rule.List("from")).Text("securityGroup", "groupID"));
    }

    [Theory, MemberData(nameof(Services))]
    public void C13_an_autoscaler_from_two_to_three_at_seventy_percent(string name, int _)
    {
        var scaler = Published.Dev.One("HorizontalPodAutoscaler", name);
        Assert.Equal("autoscaling/v2", scaler.Text("apiVersion"));
        Assert.Equal(
            ("Deployment", name),
            (scaler.Text("spec", "scaleTargetRef", "kind"), scaler.Text("spec", "scaleTargetRef", "name")));
        Assert.Equal((2, 3), (scaler.Number("spec", "minReplicas"), scaler.Number("spec", "maxReplicas")));
        var metric = Assert.Single(scaler.List("spec", "metrics"));
        Assert.Equal(("cpu", "Utilization", 70),
            (
                metric.Text("resource", "name"), metric.Text("resource", "target", "type"),
                metric.Number("resource", "target", "averageUtilization")));
        Assert.True(scaler.Number("spec", "behavior", "scaleDown", "stabilizationWindowSeconds") > 0);
    }

    [Fact]
    public void C14_sockets_are_pinged_more_often_than_the_load_balancer_forgets_them()
    {
        var timeout = int.Parse(
            Regex.Match(
                File.ReadAllText(Repository.File("deploy", "terraform", "variables.tf")),
                @"variable ""idle_timeout""[^}]*default\s*=\s*(\d+)").Groups[1].Value);
        var ping = int.Parse(
            Regex.Match(
                File.ReadAllText(Repository.File("Erp.Notification", "NotificationOptions.cs")),
                @"Ping \{[^}]*\} = TimeSpan\.FromSeconds\((\d+)\)").Groups[1].Value);
        Assert.True(ping * 3 < timeout, $"a ping every {ping} s, an idle timeout of {timeout} s");
    }

    private static IEnumerable<Doc> Pods() =>
        Published.Dev.Where(o => o.Has("spec", "template", "spec")).Select(o => o.Container);

    private static HashSet<string> SecretKeys() =>
        File.ReadAllLines(Path.Combine(Published.Folder, "erp-secret.env.example"))
        .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('=')[0]).ToHashSet();
}
