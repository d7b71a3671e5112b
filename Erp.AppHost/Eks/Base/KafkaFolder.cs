using System.Globalization;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;
using Erp.Contracts;

namespace Erp.AppHost.Eks.Base;

/// <summary>Our own Kafka: three brokers in KRaft mode, their storage, and the Job that makes the topics.</summary>
internal static class KafkaFolder
{
    public const string Path = "kafka";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan) =>
        Open(plan)
            .AddTemplates(except: plan.Options.CreateStorageClass ? null : "storageclass.yaml")
            .Add(Scripts(plan))
            .Close();

    /// <summary>The StatefulSet of the brokers.</summary>
    /// <param name="plan">The cluster.</param>
    /// <param name="protocol">Of both listeners, PLAINTEXT or SSL.</param>
    public static Template Brokers(ClusterPlan plan, string protocol = "PLAINTEXT") =>
        Open(plan, protocol).Template("statefulset.yaml");

    /// <summary>The Job that makes the topics.</summary>
    public static Template TopicsJob(ClusterPlan plan) => Open(plan).Template("job.yaml");

    public static string Image(ClusterPlan plan) =>
        (string)Brokers(plan)["spec", "template", "spec", "containers", 0, "image"];

    private static Folder Open(ClusterPlan plan, string protocol = "PLAINTEXT") => new(Path,
        ("namespace", plan.Namespace),
        ("protocol", protocol),
        ("storage-class", plan.Options.StorageClass),
        ("partitions", Text(Topics.Partitions)),
        ("offsets-retention-minutes", Text((Topics.DeadLetterRetention.Days + 10) * 24 * 60)),
        ("topics", Topics.All.SelectMany(Arguments).ToList()));

    /// <summary>What runs in Kafka's image: the brokers' readiness and the making of topics.</summary>
    private static ConfigMap Scripts(ClusterPlan plan) => new()
    {
        Metadata = new()
        {
            Name = "kafka-scripts",
            Namespace = plan.Namespace,
            Labels = Labels.For(OwnKafka.Name, Labels.Components.Broker),
        },
        Data = Labels.Sorted(
            [.. EmbeddedFile.In(Path, ".sh").Select(name => (name, EmbeddedFile.Read($"{Path}/{name}")))]),
    };

    private static IEnumerable<string> Arguments(Topic topic)
    {
        yield return Argument(topic.Name, topic.Retention, topic.Compacted);
        if (topic.DeadLetters is { } deadLetters)
            yield return Argument(deadLetters, Topics.DeadLetterRetention, compacted: false);
    }

    // As topics.sh takes it: NAME or NAME,SETTING=VALUE,…
    private static string Argument(string name, TimeSpan? retention, bool compacted) => name
        + (retention is { } kept ? FormattableString.Invariant($",retention.ms={kept.TotalMilliseconds}") : "")
        + (compacted ? ",cleanup.policy=compact" : "");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
