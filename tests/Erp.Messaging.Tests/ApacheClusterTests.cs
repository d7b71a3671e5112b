using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

/// <summary>What happens to a whole Apache Kafka: it starts bit by bit, loses its data, gets new
/// certificates.</summary>
public sealed class ApacheClusterTests
{
    private const string Requests = "approval-requests";

    public ApacheClusterTests() => Requires.Variable("KAFKA_HOME");

    [Fact]
    public async Task While_brokers_are_missing_no_topic_is_made_with_too_few_replicas()
    {
        var kafka = new ApacheKafka { MoreSettings = "default.replication.factor=3\nmin.insync.replicas=2" };
        await kafka.StartAsync();
        try
        {
            using var admin = Admin(kafka);
            var topic = Replica.Topic("t") with
            {
                Retention = TimeSpan.FromDays(31),
                DeadLetterRetention = TimeSpan.FromDays(90),
            };
            await using var service = await Replica.ConsumeAsync(kafka, topic, "t", new());
            await Eventually.TrueAsync(
                () => service.Log.Lines.Any(l => l.Contains("cannot be made from here now", StringComparison.Ordinal)));
            Assert.Empty(Replicas(admin, "t"));

            await kafka.JoinAsync();
            await kafka.JoinAsync();
            await Eventually.TrueAsync(() => Replicas(admin, "t").SequenceEqual([3, 3, 3]));
            Assert.Equal([3, 3, 3], Replicas(admin, Replica.DeadLetters("t")));
            Assert.Equal(TimeSpan.FromDays(31), await RetentionAsync(admin, topic.Name));
            Assert.Equal(TimeSpan.FromDays(90), await RetentionAsync(admin, topic.DeadLetters!));
            Assert.Equal("2", await SettingAsync(admin, "t", "min.insync.replicas"));
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_cluster_that_lost_its_data_and_kept_its_id_is_noticed_and_everything_goes_on()
    {
        var kafka = new ApacheKafka();
        await kafka.StartAsync();
        try
        {
            var journal = new Journal();
            await using var service = await Replica.ConsumeAsync(kafka, Requests, "group", journal);
            await service.SendAsync(Replica.Numbered(Requests, keys: 3, each: 5));
            await Eventually.TrueAsync(() => journal.Handled.Count == 15);
            await Eventually.TrueAsync(() => service.Services.GetRequiredService<KafkaTopicsGuard>().Identity.Known);

            await kafka.LoseDataAsync();
            await Eventually.TrueAsync(
                () => service.Log.Lines.Any(l => l.Contains("Kafka began anew", StringComparison.Ordinal)));
            await Eventually.TrueAsync(() => SentAsync(service, Requests, "key-0", "after"));
            await Eventually.TrueAsync(() => journal.Of("key-0").Contains("after"));
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task One_that_loses_its_data_as_soon_as_its_topics_are_there_is_noticed_too()
    {
        var kafka = new ApacheKafka { MoreSettings = "default.replication.factor=3" };
        await kafka.StartAsync();
        try
        {
            var (journal, topic) = (new Journal(), Replica.Topic("late"));
            await using var service = await Replica.ConsumeAsync(kafka, topic, "group", journal);
            // The service cannot make them, and finds none when it looks for the first time.
            await Eventually.TrueAsync(
                () => service.Services.GetRequiredService<KafkaTopicsGuard>().AnsweringSince is not null);

            await MakeAsync();
            await Eventually.TrueAsync(() => SentAsync(service, topic.Name, "key", "before"));
            await Eventually.TrueAsync(() => journal.Of("key").Contains("before"));
            await kafka.LoseDataAsync();
            await MakeAsync();
            await Eventually.TrueAsync(() => SentAsync(service, topic.Name, "key", "after"));
            await Eventually.TrueAsync(() => journal.Of("key").Contains("after"));

            async Task MakeAsync()
            {
                using var admin = Admin(kafka);
                await admin.CreateTopicsAsync(new[] { topic.Name, topic.DeadLetters! }.Select(
                    name => new TopicSpecification { Name = name, NumPartitions = 3, ReplicationFactor = 1 }));
            }
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task New_certificates_are_taken_without_a_restart()
    {
        var folder = new TemporaryFolder();
        var (first, second, mounted, broker) =
            (folder.File("1"), folder.File("2"), folder.File("mounted"), folder.File("broker"));
        Certificates.Write(first);
        Certificates.Write(second);
        Directory.CreateSymbolicLink(mounted, first);
        Directory.CreateSymbolicLink(broker, first);
        var port = FreePort.Next();
        var kafka = new ApacheKafka
        {
            MoreSettings = $$"""
                listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},SSL://127.0.0.1:{{port}}
                advertised.listeners=PLAINTEXT://127.0.0.1:{port},SSL://127.0.0.1:{{port}}
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL
                ssl.client.auth=required
                ssl.keystore.type=PEM
                ssl.keystore.location={{broker}}/broker.pem
                ssl.truststore.type=PEM
                ssl.truststore.location={{broker}}/ca.crt
                """,
        };
        await kafka.StartAsync();
        try
        {
            var journal = new Journal();
            await using var service = await Replica.ConsumeAsync(kafka, Requests, "group", journal,
                ("ConnectionStrings:kafka", $"127.0.0.1:{port}"), ("Kafka:SecurityProtocol", "Ssl"),
                ("Kafka:PublishTimeout", "00:00:02"),
                ("Kafka:SslCaLocation", $"{mounted}/ca.crt"), ("Kafka:SslCertificateLocation", $"{mounted}/client.crt"),
                ("Kafka:SslKeyLocation", $"{mounted}/client.key"));
            await Eventually.TrueAsync(() => SentAsync(service, Requests, "k", "before"));
            await Eventually.TrueAsync(() => journal.Of("k").Contains("before"));

            await kafka.StopAsync();
            Relink(broker, second);
            await kafka.StartAsync();
            await Assert.ThrowsAnyAsync<KafkaException>(() => service.SendAsync(
                [Replica.Message(Requests, "k", "lost")]));
            // As Kubernetes renews a mounted secret.
            Relink(mounted, second);
            await Eventually.TrueAsync(() => SentAsync(service, Requests, "k", "after"));
            await Eventually.TrueAsync(() => journal.Of("k").Contains("after"));
        }
        finally
        {
            await kafka.DisposeAsync();
            folder.Delete();
        }
    }

    // As a relay does: again when it is refused.
    private static async Task<bool> SentAsync(TestService service, string topic, string key, string text)
    {
        try
        {
            await service.SendAsync([Replica.Message(topic, key, text)]);
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private static void Relink(string link, string target)
    {
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, target);
    }

    private static IAdminClient Admin(ApacheKafka kafka) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers })
            .SetLogHandler((_, _) => { })
            .Build();

    private static IEnumerable<int> Replicas(IAdminClient admin, string topic) =>
        admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics.Where(t => t.Topic == topic)
            .SelectMany(t => t.Partitions)
            .Select(p => p.Replicas.Length);

    private static async Task<TimeSpan> RetentionAsync(IAdminClient admin, string topic) =>
        TimeSpan.FromMilliseconds(long.Parse(
            await SettingAsync(admin, topic, "retention.ms"), CultureInfo.InvariantCulture));

    private static async Task<string> SettingAsync(IAdminClient admin, string topic, string setting) =>
        (await admin.DescribeConfigsAsync(
            [new() { Type = ResourceType.Topic, Name = topic }]))[0].Entries[setting].Value;
}
