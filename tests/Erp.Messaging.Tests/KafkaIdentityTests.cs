using Erp.Messaging.Kafka;

namespace Erp.Messaging.Tests;

/// <summary>What can be said of a Kafka by the ids of its topics, which may be there one after the other.</summary>
public sealed class KafkaIdentityTests
{
    private readonly KafkaIdentity _identity = new(["a", "b"]);

    [Fact]
    public void It_is_known_when_every_topic_was_seen()
    {
        Assert.Empty(_identity.Change(Ids()));
        Assert.False(_identity.Known);
        Assert.Empty(_identity.Change(Ids(("a", "1"))));
        Assert.False(_identity.Known);
        Assert.Empty(_identity.Change(Ids(("a", "1"), ("b", "2"))));
        Assert.True(_identity.Known);
    }

    [Fact]
    public void A_topic_with_another_id_began_anew_and_one_that_is_missing_says_nothing()
    {
        _identity.Change(Ids(("a", "1"), ("b", "2")));
        Assert.Empty(_identity.Change(Ids(("b", "2"))));
        Assert.Equal(["a"], _identity.Change(Ids(("a", "3"), ("b", "2"))));
        Assert.Empty(_identity.Change(Ids(("a", "3"), ("b", "2"))));
    }

    [Fact]
    public void A_topic_that_is_seen_first_after_Kafka_was_away_may_have_been_another()
    {
        _identity.Change(Ids(("a", "1")));
        _identity.Away();
        Assert.False(_identity.Known);
        Assert.Equal(["b"], _identity.Change(Ids(("a", "1"), ("b", "2"))));
        Assert.True(_identity.Known);

        _identity.Away();
        Assert.Empty(_identity.Change(Ids(("a", "1"), ("b", "2"))));
    }

    [Fact]
    public void A_Kafka_that_has_never_answered_has_lost_nothing()
    {
        _identity.Away();
        Assert.Empty(_identity.Change(Ids(("a", "1"), ("b", "2"))));
    }

    private static Dictionary<string, string> Ids(params (string Topic, string Id)[] ids) =>
        ids.ToDictionary(i => i.Topic, i => i.Id);
}
