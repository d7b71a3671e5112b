using System.Text.RegularExpressions;
using Confluent.Kafka;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P7: with the component <c>tls</c> a client may do what its messages need, and nothing else.</summary>
public sealed class KafkaAccessTests
{
    private const string Requests = "approval-requests", Sender = "approval-request-service";
    private const string Reader = "approval-processing-service", Group = "approval-processing-group";
    private const string Other = "notification-service";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Real brokers, with the settings, rights and certificates of the production overlay.</summary>
    [Fact]
    public async Task Clients_do_what_the_model_says_and_are_refused_the_rest()
    {
        Requires.Time();
        Requires.Variable("KAFKA_HOME");
        await using var kafka = new KafkaProcesses(ProductionRequirements.Prod);
        for (var broker = 0; broker < KafkaProcesses.Count; broker++) await kafka.StartAsync(broker);
        for (var broker = 0; broker < KafkaProcesses.Count; broker++) await kafka.ReadyAsync(broker);

        Assert.NotEqual(0, kafka.TopicsJob(Requests).ExitCode);
        kafka.GiveRights();
        kafka.MakeTopics(Requests, "employee-changes,cleanup.policy=compact");

        await ProduceAsync(kafka, Sender, Requests);
        await RefusedAsync(kafka, Sender, "employee-changes");
        await RefusedAsync(kafka, Other, Requests);
        Assert.Equal("hello", Consume(kafka, Reader, Requests, Group).Message.Value);
        Assert.Equal(ErrorCode.GroupAuthorizationFailed, Refused(kafka, Other, Requests, Group));
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, Refused(kafka, Other, Requests, "notification-group"));

        // Signed by the same authority, but nobody's.
        kafka.Certificates!.Issue("kafka-client-stranger", "stranger");
        await RefusedAsync(kafka, "stranger", Requests);
        // What a broker is called, and more.
        kafka.Certificates.Issue("kafka-client-pretender", "kafka,OU=x");
        await RefusedAsync(kafka, "pretender", Requests);
    }

    /// <summary>A topic that a service's code names is one that the model gives it.</summary>
    [Theory]
    [InlineData("employee-service", "Erp.Employee")]
    [InlineData("approval-request-service", "Erp.Approval/Requests")]
    [InlineData("approval-processing-service", "Erp.Approval/Processing")]
    [InlineData("notification-service", "Erp.Notification")]
    public void The_model_names_the_topics_that_a_service_s_code_names(string service, string sources)
    {
        var code = string.Concat(
            Directory.EnumerateFiles(Repository.File(sources.Split('/')), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var rights = Rights(service).Where(r => !r.Topic.EndsWith(".dlq", StringComparison.Ordinal)).ToList();
        // Everybody reads this one, through Erp.People.
        var given = rights
            .Where(r => r.Operation == "Write" || r is { Operation: "Read", Topic: not "employee-changes" });
        // Groups stand there as well.
        Assert.Equal(Named(code, @"\bTopics\.(?!\w+Group\b)(\w+)"), given.Select(r => r.Topic).Distinct().Order());
        Assert.Equal(
            Named(code, @"AddKafkaConsumer<\w+>\(\s*Topics\.(\w+)\.Name").Append("employee-changes"),
            rights.Where(r => r.Operation == "Read").Select(r => r.Topic).Order());
    }

    /// <summary>ApprovalRequests is approval-requests.</summary>
    private static IEnumerable<string> Named(string code, string pattern) =>
        Regex.Matches(code, pattern)
            .Select(m => Regex.Replace(m.Groups[1].Value, "(?<!^)[A-Z]", "-$0").ToLowerInvariant()).Distinct().Order();

    [Fact]
    public void Brokers_are_the_only_ones_that_may_do_everything()
    {
        var settings = ProductionRequirements.Prod.One("StatefulSet", "kafka").Container.List("env")
            .ToDictionary(e => e.Text("name")!, e => e.Text("value"));
        Assert.Equal("User:kafka", settings["KAFKA_SUPER_USERS"]);
        Assert.Equal("false", settings["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"]);
        Assert.Equal(
            "kafka-broker-tls",
            Assert.Single(
                ProductionRequirements.Prod.Of("Certificate"), c => c.Text("spec", "commonName") == "kafka").Name);
    }

    private static IEnumerable<(string Operation, string Topic)> Rights(string client) =>
        from line in ProductionRequirements.Prod.One("Job", "kafka-topics").Pod.List("initContainers").Single()
            .List("args").Select(a => a.Text()!)
        where $"{line} ".Contains($"User:{client} ", StringComparison.Ordinal)
        from operation in Regex.Matches(line, @"--operation (\w+)").Select(m => m.Groups[1].Value)
        from topic in Regex.Matches(line, @"--topic (\S+)").Select(m => m.Groups[1].Value)
        select (operation, topic);

    private static T As<T>(KafkaProcesses kafka, string client, T config) where T : ClientConfig
    {
        var folder = kafka.Certificates!.Folder($"kafka-client-{client}");
        config.BootstrapServers = kafka.BootstrapServers;
        config.SecurityProtocol = SecurityProtocol.Ssl;
        config.SslCaLocation = Path.Combine(folder, "ca.crt");
        config.SslCertificateLocation = Path.Combine(folder, "tls.crt");
        config.SslKeyLocation = Path.Combine(folder, "tls.key");
        return config;
    }

    private static async Task ProduceAsync(KafkaProcesses kafka, string client, string topic)
    {
        var config = As(kafka, client, new ProducerConfig { Acks = Acks.All, EnableIdempotence = true });
        using var producer = new ProducerBuilder<Null, string>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        await producer.ProduceAsync(topic, new() { Value = "hello" }).WaitAsync(Patience);
    }

    private static async Task RefusedAsync(KafkaProcesses kafka, string client, string topic)
    {
        var refused = await Assert.ThrowsAnyAsync<KafkaException>(() => ProduceAsync(kafka, client, topic));
        Assert.Contains(
            refused.Error.Code, new[] { ErrorCode.TopicAuthorizationFailed, ErrorCode.ClusterAuthorizationFailed });
    }

    private static ConsumeResult<Ignore, string> Consume(
        KafkaProcesses kafka, string client, string topic, string group)
    {
        var config = As(kafka, client, new ConsumerConfig
        {
            GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest,
        });
        using var consumer = new ConsumerBuilder<Ignore, string>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        try { return consumer.Consume(Patience) ?? throw new Xunit.Sdk.XunitException("Nothing came."); }
        finally { consumer.Close(); }
    }

    private static ErrorCode Refused(KafkaProcesses kafka, string client, string topic, string group) =>
        Assert.Throws<ConsumeException>(() => Consume(kafka, client, topic, group)).Error.Code;
}
