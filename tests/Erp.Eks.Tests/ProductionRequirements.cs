using System.Text.Json;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P1 to P10 of docs/cluster-requirements.md, on what kustomize renders of the production overlay.</summary>
public sealed class ProductionRequirements
{
    private static readonly Lazy<IReadOnlyList<Doc>> Overlay = new(() => Doc.Parse(Published.Render("overlays/prod")));

    private static readonly string Templates = Repository.File("Erp.AppHost", "Eks", "Templates");

    public ProductionRequirements() => Requires.Program("kubectl");

    internal static IReadOnlyList<Doc> Prod => Overlay.Value;

    private static IEnumerable<Doc> Deployments => Published.ServicesAndWeb.Select(s => Prod.One("Deployment", s));

    [Fact]
    public void P1_autoscaling_from_five_to_twenty() => Assert.All(Published.ServicesAndWeb, name =>
    {
        var scaler = Prod.One("HorizontalPodAutoscaler", name);
        Assert.Equal((5, 20), (scaler.Number("spec", "minReplicas"), scaler.Number("spec", "maxReplicas")));
        var budget = Prod.One("PodDisruptionBudget", name);
        Assert.Equal((false, "20%"), (budget.Has("spec", "minAvailable"), budget.Text("spec", "maxUnavailable")));
    });

    [Fact]
    public void P2_pods_are_spread_over_zones_or_not_scheduled() =>
        Assert.All(Deployments.Append(Prod.One("StatefulSet", "kafka")), workload =>
        {
            var spread = Assert.Single(workload.Pod.List("topologySpreadConstraints"));
            Assert.Equal(("topology.kubernetes.io/zone", "DoNotSchedule", 1),
                (spread.Text("topologyKey"), spread.Text("whenUnsatisfiable"), spread.Number("maxSkew")));
            Assert.Equal("Honor", spread.Text("nodeTaintsPolicy"));
            Assert.False(spread.Has("minDomains"));
            string[] revisions = ["pod-template-hash", "rollouts-pod-template-hash"];
            Assert.Equal(
                workload.Kind == "Deployment" ? revisions : [], spread.List("matchLabelKeys").Select(k => k.Text()));
            Assert.Equal(workload.Name, spread.Text("labelSelector", "matchLabels", "app"));
        });

    [Fact]
    public void P3_each_service_is_released_as_a_canary_that_is_measured_and_goes_back_by_itself() =>
        Assert.All(Published.ServicesAndWeb, AssertCanary);

    private static void AssertCanary(string name)
    {
        var rollout = Prod.One("Rollout", name);
        Assert.Equal("Deployment", rollout.Text("spec", "workloadRef", "kind"));
        Assert.Equal(name, rollout.Text("spec", "workloadRef", "name"));
        Assert.Equal(0, Prod.One("Deployment", name).Number("spec", "replicas"));
        Assert.Equal("Rollout", Prod.One("HorizontalPodAutoscaler", name).Text("spec", "scaleTargetRef", "kind"));
        Assert.True(rollout.List("spec", "strategy", "canary", "steps")[0].Number("setWeight") < 50);
        var template = Assert.Single(rollout.List("spec", "strategy", "canary", "analysis", "templates"))
            .Text("templateName");
        var metrics = Prod.One("AnalysisTemplate", template!).List("spec", "metrics");
        Assert.Equal(["measured", "error-rate", "latency-p95"], metrics.Select(m => m.Text("name")));
        // A limit is what makes a bad measurement end the rollout: the stable version is back without anybody.
        Assert.All(metrics, m => Assert.True(m.Number("failureLimit") > 0));
        Assert.All(metrics, m => Assert.Contains("result[0] ", m.Text("successCondition")));
        // Nor does one that nobody measures pass, or one whose pods do not start.
        Assert.Equal("len(result) > 0 && result[0] > 0", metrics[0].Text("successCondition"));
        Assert.Equal(600, rollout.Number("spec", "progressDeadlineSeconds"));
        Assert.Equal("true", rollout.Text("spec", "progressDeadlineAbort"));
    }

    [Fact]
    public void P4_prometheus_scrapes_every_service_on_a_port_of_its_own()
    {
        var monitor = Prod.One("PodMonitor", "erp-services");
        Assert.Equal("metrics", Assert.Single(monitor.List("spec", "podMetricsEndpoints")).Text("port"));
        var selector = monitor.Map("spec", "selector", "matchLabels");
        Assert.All(Deployments, deployment =>
        {
            Assert.Subset(deployment.Map("spec", "template", "metadata", "labels").ToHashSet(), selector.ToHashSet());
            var port = deployment.Container.List("ports").Single(p => p.Text("name") == "metrics");
            Assert.Equal(9464, port.Number("containerPort"));
            var variable = deployment.Container.List("env").Single(e => e.Text("name") == "METRICS_PORT");
            Assert.Equal("9464", variable.Text("value"));
        });
    }

    [Fact]
    public void P4_alerts_cover_errors_latency_lag_outbox_and_replication_and_each_has_a_runbook()
    {
        var alerts = Prod.One("PrometheusRule", "erp").List("spec", "groups").SelectMany(g => g.List("rules")).ToList();
        string[] wanted =
        [
            "ErpErrorRate", "ErpLatency", "ErpConsumerLag", "ErpOutboxPending", "ErpDeadLetters",
            "ErpStoresRebuilt", "ErpStaleTokens",
            "ErpKafkaUnderReplicated", "ErpKafkaGroupLag", "ErpKafkaBrokerMissing", "ErpKafkaNoQuorum",
            "ErpKafkaVolumeFilling",
            "ErpPodRestarts", "ErpAutoscalerAtMaximum", "ErpSecretNotSynced", "ErpRolloutAborted",
            "ErpCertificateNotRenewed", "ErpCertificateStale",
        ];
        Assert.Empty(wanted.Except(alerts.Select(a => a.Text("alert")!)));
        var runbook = File.ReadAllText(Repository.File("docs", "runbook.md"));
        Assert.All(alerts, a => Assert.Contains($"### {a.Text("alert")}\n", runbook));
    }

    [Fact]
    public void P4_grafana_finds_the_dashboards_by_label()
    {
        var dashboards = Prod.Of("ConfigMap")
            .Where(c => c.Text("metadata", "labels", "grafana_dashboard") == "1").ToList();
        Assert.Equal(2, dashboards.Count);
        Assert.All(dashboards.SelectMany(d => d.Map("data")), dashboard =>
        {
            using var json = JsonDocument.Parse(dashboard.Value);
            Assert.NotEmpty(json.RootElement.GetProperty("panels").EnumerateArray());
            // As Grafana exports and imports it.
            var template = Path.Combine(Templates, "components", "monitoring", dashboard.Key);
            Assert.Equal(File.ReadAllText(template), dashboard.Value);
        });
    }

    [Fact]
    public void P5_the_lag_of_each_group_and_topic_is_exported()
    {
        Assert.Contains("kafka-exporter", Prod.One("Deployment", "kafka-exporter").Container.Text("image"));
        var monitor = Prod.One("PodMonitor", "kafka-exporter");
        Assert.Equal("kafka-exporter", monitor.Text("spec", "selector", "matchLabels", "app"));
    }

    [Fact]
    public void P7_kafka_speaks_tls_only_and_clients_verify()
    {
        var settings = Prod.One("StatefulSet", "kafka").Container.List("env");
        string? Setting(string name) => settings.Single(e => e.Text("name") == name).Text("value");
        Assert.Equal("BROKER:SSL,CONTROLLER:SSL", Setting("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"));
        Assert.Equal("required", Setting("KAFKA_SSL_CLIENT_AUTH"));
        var names = Prod.One("Certificate", "kafka-broker-tls").List("spec", "dnsNames").Select(n => n.Text()).ToList();
        Assert.Contains("*.kafka-headless.erp-dev.svc.cluster.local", names);
        Assert.Contains("kafka-service", names);
        foreach (var client in Published.Services.Select(s => Prod.One("Deployment", s)))
        {
            var env = client.Container.List("env").ToDictionary(e => e.Text("name")!, e => e.Text("value"));
            var folder = client.Container.List("volumeMounts").Single(m => m.Text("name") == "kafka-tls")
                .Text("mountPath");
            Assert.Equal("Ssl", env["Kafka__SecurityProtocol"]);
            Assert.Equal($"{folder}/ca.crt", env["Kafka__SslCaLocation"]);
            Assert.Equal($"{folder}/tls.crt", env["Kafka__SslCertificateLocation"]);
            var volume = client.Pod.List("volumes").Single(v => v.Text("name") == "kafka-tls");
            Assert.Equal($"kafka-client-{client.Name}", volume.Text("secret", "secretName"));
            var certificate = Prod.One("Certificate", $"kafka-client-{client.Name}");
            Assert.Equal(client.Name, certificate.Text("spec", "commonName"));
        }
    }

    [Fact]
    public void P7_the_job_and_the_exporter_use_tls_too()
    {
        var (job, exporter) = (Prod.One("Job", "kafka-topics"), Prod.One("Deployment", "kafka-exporter"));
        Assert.Contains(job.Container.List("env"), e => e.Text("name") == "CLIENT_PROPERTIES");
        Assert.Contains(exporter.Container.List("args"), a => a.Text() == "--tls.enabled");
        var properties = Prod.One("ConfigMap", "kafka-client-properties");
        Assert.Contains("security.protocol=SSL", properties.Text("data", "client.properties"));
    }

    [Fact]
    public void P8_the_secret_comes_from_secrets_manager_with_a_role()
    {
        Assert.Empty(Prod.Of("Secret"));
        var secret = Prod.One("ExternalSecret", "erp-secret");
        Assert.Equal("erp-secret", secret.Text("spec", "target", "name"));
        var store = Prod.One("SecretStore", secret.Text("spec", "secretStoreRef", "name")!);
        Assert.Equal("SecretsManager", store.Text("spec", "provider", "aws", "service"));
        var reference = store.At("spec", "provider", "aws", "auth", "jwt", "serviceAccountRef");
        var account = Prod.One("ServiceAccount", reference.Text("name")!);
        Assert.StartsWith("arn:aws:iam::", account.Text("metadata", "annotations", "eks.amazonaws.com/role-arn"));
        var used = Prod.Where(o => o.Has("spec", "template", "spec")).SelectMany(o => o.Container.List("env"))
            .Select(e => e.Text("valueFrom", "secretKeyRef", "key")).OfType<string>().Distinct();
        Assert.Equal(used.Order(), secret.List("spec", "data").Select(d => d.Text("secretKey")!).Order());
    }

    [Fact]
    public void P9_metrics_server_is_a_prerequisite_with_its_version()
    {
        var documentation = File.ReadAllText(Repository.File("docs", "cluster.md"));
        Assert.Matches(@"metrics-server\s+v\d+\.\d+\.\d+", documentation);
        Assert.Contains(Erp.AppHost.Eks.Publishing.Summary.MetricsServer, documentation);
    }

    [Fact]
    public void P10_every_image_is_named_by_digest() =>
        Assert.All(
            Prod.Where(o => o.Has("spec", "template", "spec")),
            o => Assert.Matches("@sha256:[0-9a-f]{64}$", o.Container.Text("image")!));
}
