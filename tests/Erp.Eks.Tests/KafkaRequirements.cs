using System.Globalization;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>K1 to K5 of docs/cluster-requirements.md, on the committed files. K6 is in <see cref="PublishTests"/>, real
/// brokers are in <see cref="KafkaProcesses"/>.</summary>
public sealed class KafkaRequirements
{
    private static Doc Brokers => Published.Dev.One("StatefulSet", "kafka");

    private static string? Setting(string name) =>
        Brokers.Container.List("env").Single(e => e.Text("name") == name).Text("value");

    [Fact]
    public void K1_three_brokers_in_kraft_mode_one_after_the_other()
    {
        Assert.Equal(3, Brokers.Number("spec", "replicas"));
        Assert.Equal(
            ("OrderedReady", "RollingUpdate"),
            (Brokers.Text("spec", "podManagementPolicy"), Brokers.Text("spec", "updateStrategy", "type")));
        Assert.Equal("broker,controller", Setting("KAFKA_PROCESS_ROLES"));
        Assert.DoesNotContain(
            Published.Dev,
            o => o.Kind == "Deployment" && o.Container.Text("image")!.Contains("kafka", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Published.Dev.SelectMany(o => o.Scalars()),
            s => s.Contains("zookeeper", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void K1_a_headless_service_of_single_pods_and_a_bootstrap_service()
    {
        var headless = Published.Dev.One("Service", "kafka-headless");
        Assert.Equal("kafka-headless", Brokers.Text("spec", "serviceName"));
        Assert.Equal(
            ("None", "true"), (headless.Text("spec", "clusterIP"), headless.Text("spec", "publishNotReadyAddresses")));
        var bootstrap = Published.Dev.One("Service", "kafka-service");
        Assert.Equal("ClusterIP", bootstrap.Text("spec", "type"));
        Assert.Equal(9092, Assert.Single(bootstrap.List("spec", "ports")).Number("port"));
        Assert.DoesNotContain(Published.Dev.Of("Service"), s => s.Name == "kafka");
    }

    [Fact]
    public void K2_each_broker_has_a_volume_that_outlives_it_where_its_logs_are()
    {
        var claim = Assert.Single(Brokers.List("spec", "volumeClaimTemplates"));
        Assert.Equal(
            ("kafka-data", "gp3", "10Gi"),
            (
                claim.Name, claim.Text("spec", "storageClassName"),
                claim.Text("spec", "resources", "requests", "storage")));
        Assert.Equal(["ReadWriteOnce"], claim.List("spec", "accessModes").Select(m => m.Text()));
        Assert.Equal(
            Setting("KAFKA_LOG_DIRS"),
            Brokers.Container.List("volumeMounts").Single(m => m.Text("name") == "kafka-data").Text("mountPath"));
        var retention = Brokers.At("spec", "persistentVolumeClaimRetentionPolicy");
        Assert.Equal(("Retain", "Retain"), (retention.Text("whenDeleted"), retention.Text("whenScaled")));
    }

    [Fact]
    public void K2_the_storage_class_encrypts_waits_for_the_pod_s_zone_and_can_grow()
    {
        var storage = Published.Dev.One("StorageClass", "gp3");
        Assert.Equal(
            ("ebs.csi.aws.com", "gp3", "true"),
            (storage.Text("provisioner"), storage.Text("parameters", "type"), storage.Text("parameters", "encrypted")));
        Assert.Equal(
            ("WaitForFirstConsumer", "true"),
            (storage.Text("volumeBindingMode"), storage.Text("allowVolumeExpansion")));
        // What one broker alone has must not go with a claim that somebody deletes.
        Assert.Equal("Retain", storage.Text("reclaimPolicy"));
    }

    [Theory]
    [InlineData("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")]
    [InlineData("KAFKA_MIN_INSYNC_REPLICAS", "2")]
    [InlineData("KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE", "false")]
    [InlineData("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")]
    [InlineData("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3")]
    [InlineData("KAFKA_OFFSETS_RETENTION_MINUTES", "144000")]
    [InlineData("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3")]
    [InlineData("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2")]
    public void K3_copies_are_what_an_acknowledgement_means(string setting, string value) =>
        Assert.Equal(value, Setting(setting));

    [Fact]
    public void K2_a_broker_writes_no_garbage_collector_logs_which_outgrow_their_volume() =>
        Assert.Equal("-name kafkaServer", Setting("EXTRA_ARGS"));

    [Fact]
    public void K3_a_job_makes_the_topics_and_their_dead_letters()
    {
        var job = Published.Dev.One("Job", "kafka-topics");
        var topics = job.Container.List("args")
            .Select(a => a.Text()!.Split(','))
            .ToDictionary(t => t[0], t => t.ElementAtOrDefault(1));
        Assert.Equal(ErpTopics.All.Order(), topics.Keys.Order());
        Assert.Contains(
            $"topics.sh {string.Join(' ', job.Container.List("args").Select(a => a.Text()))}\n",
            File.ReadAllText(Repository.File("docs", "cluster.md")));
        Assert.Equal("retention.ms=2678400000", topics["approval-notifications"]);
        Assert.Equal("cleanup.policy=compact", topics["employee-changes"]);
        Assert.All(
            topics.Where(t => t.Key.EndsWith(".dlq", StringComparison.Ordinal)),
            t => Assert.Equal("retention.ms=7776000000", t.Value));
        Assert.Equal("3", job.Container.List("env").Single(e => e.Text("name") == "PARTITIONS").Text("value"));
    }

    [Fact]
    public void K4_one_broker_at_a_time_may_go_and_no_two_share_a_node()
    {
        Assert.Equal(1, Published.Dev.One("PodDisruptionBudget", "kafka").Number("spec", "maxUnavailable"));
        var apart = Brokers.At("spec", "template", "spec", "affinity", "podAntiAffinity");
        Assert.Equal(
            "kubernetes.io/hostname",
            Assert.Single(apart.List("requiredDuringSchedulingIgnoredDuringExecution")).Text("topologyKey"));
        Assert.Equal("topology.kubernetes.io/zone",
            Assert.Single(apart.List(
                "preferredDuringSchedulingIgnoredDuringExecution")).Text("podAffinityTerm", "topologyKey"));
    }

    [Fact]
    public void K4_readiness_is_the_script_s_and_liveness_asks_for_less()
    {
        Assert.Equal(
            ["bash", "/opt/erp/readiness.sh"],
            Brokers.Container.List("readinessProbe", "exec", "command").Select(c => c.Text()));
        Assert.Equal("controller", Brokers.Container.Text("livenessProbe", "tcpSocket", "port"));
        Assert.Contains(
            "--under-replicated-partitions",
            Published.Dev.One("ConfigMap", "kafka-scripts").Text("data", "readiness.sh"));
    }

    [Fact]
    public void K4_brokers_and_the_job_run_with_the_least_rights()
    {
        DevRequirements.AssertRestricted(Brokers);
        DevRequirements.AssertRestricted(Published.Dev.One("Job", "kafka-topics"));
        Assert.Equal(
            Brokers.Pod.Number("securityContext", "runAsGroup"), Brokers.Pod.Number("securityContext", "fsGroup"));
    }

    [Fact]
    public void K5_node_id_and_name_come_from_the_ordinal()
    {
        var id = Brokers.Container.List("env").Single(e => e.Text("name") == "KAFKA_NODE_ID");
        Assert.Equal("metadata.labels['apps.kubernetes.io/pod-index']", id.Text("valueFrom", "fieldRef", "fieldPath"));
        Assert.Equal(
            "BROKER://$(POD_NAME).kafka-headless.erp-dev.svc.cluster.local:9092",
            Setting("KAFKA_ADVERTISED_LISTENERS"));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"{i}@kafka-{i}.kafka-headless.erp-dev.svc.cluster.local:9093")),
            Setting("KAFKA_CONTROLLER_QUORUM_VOTERS")!.Split(','));
    }

    [Fact]
    public void K5_the_first_broker_waits_for_the_second_longer_than_any_start_takes() =>
        Assert.True(
            int.Parse(
                Setting("KAFKA_INITIAL_BROKER_REGISTRATION_TIMEOUT_MS")!, CultureInfo.InvariantCulture) >= 600_000);
}
