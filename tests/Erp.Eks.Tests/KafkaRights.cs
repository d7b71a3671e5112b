using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.Contracts;

namespace Erp.Eks.Tests;

/// <summary>Every client's certificate tries everything that there is to do, with brokers that know the published
/// rights.</summary>
internal static class KafkaRights
{
    private const string Job = "kafka-topics", Exporter = "kafka-exporter";

    private static readonly string[] Names =
        [.. Topics.All.SelectMany(t => t.DeadLetters is { } letters ? (string[])[t.Name, letters] : [t.Name])];

    /// <summary>Of the groups each service has what it consumes with, and the ones that count what it sent
    /// back.</summary>
    private static readonly string[] Groups =
        [.. Topics.All.SelectMany(t => t.Groups), .. Names.Where(n => n.EndsWith(".dlq", StringComparison.Ordinal))
            .Select(n => n.Replace(".dlq", "-replay", StringComparison.Ordinal))];

    /// <summary>Said here once more, not read from the model.</summary>
    private static readonly Dictionary<string, (string[] Writes, string[] Reads, string[] Groups)> May = new()
    {
        ["employee-service"] = (["employee-changes"], ["employee-changes"], []),
        ["approval-request-service"] = (
            ["approval-requests", "approval-notifications", "approval-results", "approval-results.dlq"],
            ["approval-results", "approval-results.dlq", "employee-changes"],
            ["approval-request-group", "approval-results-replay"]),
        ["approval-processing-service"] = (
            ["approval-results", "approval-requests", "approval-requests.dlq"],
            ["approval-requests", "approval-requests.dlq", "employee-changes"],
            ["approval-processing-group", "approval-requests-replay"]),
        ["notification-service"] = (
            ["approval-results", "approval-notifications", "approval-notifications.dlq"],
            ["approval-notifications", "approval-notifications.dlq", "employee-changes"],
            ["notification-group", "mail-group", "approval-notifications-replay"]),
        [Job] = ([], [], []),
        [Exporter] = ([], [], []),
    };

    public static async Task Nobody_may_do_more(KafkaProcesses kafka)
    {
        // Signed by the same authority, but nobody's; and what a broker is called, and more.
        kafka.Certificates!.Issue("kafka-client-stranger", "stranger");
        kafka.Certificates.Issue("kafka-client-pretender", "kafka,OU=x");
        foreach (var (client, may) in May.Append(new("stranger", ([], [], []))).Append(new("pretender", ([], [], []))))
        {
            Assert.Equal(may.Writes.Order(), (await AllowedAsync(
                Names, topic => kafka.ProduceAsync(client, topic, ""))).Order());
            Assert.Equal(may.Reads.Order(), (await AllowedAsync(
                Names, topic => Task.Run(() => kafka.Read(client, topic)))).Order());
            using var admin = kafka.Admin(client);
            // Of a topic that it may read, so that the group is all that is asked.
            var offset = new TopicPartitionOffset(may.Reads.LastOrDefault() ?? Names[0], 0, 0);
            Assert.Equal(may.Groups.Order(), (await AllowedAsync(
                Groups, group => admin.AlterConsumerGroupOffsetsAsync([new(group, [offset])]))).Order());
            await MayNotManageAsync(admin, client);
        }
    }

    /// <summary>Lag is the end of a partition less what its group committed.</summary>
    public static async Task The_exporter_sees_every_group_and_every_end(KafkaProcesses kafka)
    {
        using var admin = kafka.Admin(Exporter);
        var seen = (await admin.ListConsumerGroupsAsync()).Valid.Select(g => g.GroupId);
        var joined = Topics.All.SelectMany(t => t.Groups).ToList();
        Assert.Superset(joined.ToHashSet(), seen.ToHashSet());
        foreach (var group in joined) await admin.ListConsumerGroupOffsetsAsync([new(group, null)]);
        Assert.Superset(Names.ToHashSet(), admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics
            .Where(t => !t.Error.IsError).Select(t => t.Topic).ToHashSet());
        await admin.ListOffsetsAsync(Names.Select(n => new TopicPartitionOffsetSpec
        {
            TopicPartition = new(n, 0), OffsetSpec = OffsetSpec.Latest(),
        }));
    }

    private static async Task MayNotManageAsync(IAdminClient admin, string client)
    {
        var anything = new AclBinding
        {
            Pattern = new()
            {
                Type = ResourceType.Topic, Name = "*", ResourcePatternType = ResourcePatternType.Literal,
            },
            Entry = new()
            {
                Principal = $"User:{client}", Host = "*", Operation = AclOperation.All,
                PermissionType = AclPermissionType.Allow,
            },
        };
        Assert.Empty(await AllowedAsync(["a topic", "of others", "rights"], what => what switch
        {
            "a topic" => admin.CreateTopicsAsync([new() { Name = "somebody-s-own", NumPartitions = 1 }]),
            "of others" => admin.DeleteTopicsAsync([Names[0]]),
            _ => admin.CreateAclsAsync([anything]),
        }));
    }

    /// <summary>Those with which it succeeds; with the others it has to be refused for want of a right.</summary>
    private static async Task<List<string>> AllowedAsync(IEnumerable<string> all, Func<string, Task> act)
    {
        var allowed = new List<string>();
        foreach (var one in all)
        {
            try
            {
                await act(one);
                allowed.Add(one);
            }
            catch (KafkaException e) when (Reason(e) == ErrorCode.UnknownMemberId)
            {
                // It may; the group has members that do it.
                allowed.Add(one);
            }
            catch (KafkaException e)
            {
                Assert.Contains(Reason(e), (ErrorCode[])[
                    ErrorCode.TopicAuthorizationFailed, ErrorCode.GroupAuthorizationFailed,
                    ErrorCode.ClusterAuthorizationFailed]);
            }
        }
        return allowed;
    }

    private static ErrorCode Reason(KafkaException e) => e switch
    {
        CreateTopicsException c => c.Results[0].Error.Code,
        DeleteTopicsException d => d.Results[0].Error.Code,
        CreateAclsException a => a.Results[0].Error.Code,
        AlterConsumerGroupOffsetsException g when g.Results[0].Error.IsError => g.Results[0].Error.Code,
        AlterConsumerGroupOffsetsException g => g.Results[0].Partitions[0].Error.Code,
        _ => e.Error.Code,
    };
}
