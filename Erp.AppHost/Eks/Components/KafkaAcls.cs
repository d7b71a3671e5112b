using Erp.AppHost.Eks.Plan;
using Erp.Contracts;

namespace Erp.AppHost.Eks.Components;

/// <summary>Who may do what with Kafka: exactly what the messages of the model need. A client's name is that of its
/// certificate.</summary>
internal static class KafkaAcls
{
    /// <summary>Each one the arguments of a call of <c>kafka-acls --add</c>.</summary>
    public static IReadOnlyList<string> Of(ClusterPlan plan)
    {
        var services = plan.UsersOfKafka.Select(s => s.Name).ToList();
        var all = Topics.All.SelectMany(WithDeadLetters).ToList();
        var forEverybody = Topics.All.Where(t => t.Group is null).Select(t => t.Name).ToList();
        return
        [
            // Every replica looks whether the topics are still those that it knows.
            Allow(services, ["Describe"], all, [.. forEverybody.Select(Follower), .. forEverybody.Select(Reader)]),
            Allow(services, ["Read"], forEverybody),
            .. plan.UsersOfKafka.SelectMany(OfService),
            Allow([OwnKafka.TopicsJob], ["Create", "Describe", "DescribeConfigs", "AlterConfigs"], all),
            // Watches all there is, also what Kafka itself keeps.
            Allow([KafkaExporter.Name], ["Describe"], ["*"], ["*"]) + " --cluster",
        ];
    }

    /// <summary>Whoever consumes a topic also keeps its dead letters: puts them aside, reads them, sends them
    /// back.</summary>
    private static IEnumerable<string> OfService(ServicePlan service)
    {
        var consumed = service.Consumes.SelectMany(WithDeadLetters).ToList();
        if (consumed.Count > 0)
        {
            yield return Allow([service.Name], ["Read"], consumed,
                [.. service.Consumes.SelectMany(Groups)]);
            yield return Allow([service.Name], ["Describe"], [], [.. consumed.Select(Reader)]);
        }
        var written = service.Sends.Select(t => t.Name).Concat(consumed).Distinct().ToList();
        if (written.Count > 0) yield return Allow([service.Name], ["Write"], written);
    }

    private static IEnumerable<string> Groups(Topic topic) =>
        [.. topic.Groups, .. GroupsOfReplay(topic.Name)];

    private static IEnumerable<string> WithDeadLetters(Topic topic) =>
        topic.DeadLetters is { } deadLetters ? [topic.Name, deadLetters] : [topic.Name];

    // Groups that nobody joins: a client that reads by itself asks who would coordinate them.

    private static string Follower(string topic) => $"follower-{topic}";

    private static string Reader(string topic) => $"reader-{topic}";

    /// <summary>Keep how far dead letters were sent back.</summary>
    private static IEnumerable<string> GroupsOfReplay(string topic) =>
        [$"{topic}-replay", $"{topic}-replay-ahead", $"{topic}-replay-lock"];

    private static string Allow(
        IEnumerable<string> clients, IEnumerable<string> operations, IEnumerable<string> topics,
        IReadOnlyList<string>? groups = null) => string.Join(' ',
        [
            .. clients.Select(client => $"--allow-principal User:{client}"),
            .. operations.Select(operation => $"--operation {operation}"),
            .. topics.Select(topic => $"--topic {topic}"),
            .. (groups ?? []).Select(group => $"--group {group}"),
        ]);
}
