using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>Dead letters of the topic, as an operator sees and sends them back: beside others that are there.</summary>
[Collection(Shared.Name)]
public sealed class DeadLetterTests(TwoReplicas replicas) : IDisposable
{
    private readonly Topic _topic = new(replicas.Kafka);

    [Fact]
    public async Task What_is_sent_back_is_stored_and_what_was_stored_meanwhile_stays_as_it_is()
    {
        var (employee, other) = (Backing.NewEmployee(), Backing.NewEmployee());
        await _topic.RequestAsync(other, "stored meanwhile", $"again-{other}");
        await Eventually.GetAsync(() => replicas.First.RecentAsync(other), recent => recent.Count == 1);
        await _topic.PublishDeadAsync(employee, $"again-{employee}", "again");
        await _topic.PublishDeadAsync(other, $"again-{other}", "stored meanwhile");

        using var client = replicas.Second.ClientFor(Tokens.Service());
        var waiting = await client.GetFromJsonAsync<JsonNode>("/dead-letters?of=approval-notifications&count=200");
        Assert.Contains(waiting!["items"]!.AsArray(), l => (string)l!["messageId"]! == $"again-{other}");
        using var replayed = await client.PostAsJsonAsync("/dead-letters/approval-notifications/replay", new { });
        Assert.True(replayed.IsSuccessStatusCode, await replayed.Content.ReadAsStringAsync());
        await Eventually.GetAsync(
            async () => (await replicas.First.RecentAsync(employee)).Texts().ToList(), t => t.SequenceEqual(["again"]));
        // Behind it, since it has the same key.
        await _topic.RequestAsync(other, "later", $"later-{other}");
        var told = await Eventually.GetAsync(() => replicas.First.RecentAsync(other), recent => recent.Count > 1);
        Assert.Equal(["later", "stored meanwhile"], told.Texts());
    }

    [Fact]
    public async Task A_topic_of_somebody_else_is_refused_with_those_of_this_service()
    {
        using var client = replicas.First.ClientFor(Tokens.Service());
        using var refused = await client.PostAsJsonAsync("/dead-letters/approval-results/replay", new { });
        Assert.Equal("unknown_dead_letters", await BadInput.AssertProblemAsync(refused));
        Assert.Equal(
            "This service keeps no dead letters of 'approval-results', but of approval-notifications.",
            (string)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!);
    }

    public void Dispose() => _topic.Dispose();
}
