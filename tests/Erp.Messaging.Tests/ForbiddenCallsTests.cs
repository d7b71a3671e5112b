using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Erp.Messaging.Kafka;

namespace Erp.Messaging.Tests;

/// <summary>What no code of ours may ask of librdkafka.</summary>
public sealed class ForbiddenCallsTests
{
    [Fact]
    public void Nobody_asks_which_cluster_it_is()
    {
        // A broker that stood still knows of no broker for a moment. To such an answer to DescribeCluster librdkafka
        // 2.16 ends the process (rd_kafka_admin_response_parse: Assertion `rko_result' failed): seen within a minute
        // of a loop while a broker was stopped for 1.5 s again and again.
        using var assembly = new PEReader(File.OpenRead(typeof(KafkaTopicsGuard).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var called = metadata.MemberReferences
            .Select(r => metadata.GetString(metadata.GetMemberReference(r).Name)).ToHashSet();

        Assert.Contains("DescribeTopicsAsync", called);
        Assert.DoesNotContain("DescribeClusterAsync", called);
    }
}
