using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging.Kafka;

/// <summary><c>--replay-dead-letters TOPIC</c>: back to the topic that they come from.</summary>
internal sealed class KafkaReplayCommand(
    IConfiguration configuration, DeadLetterReplay replay, KafkaTopics topics, IHostApplicationLifetime lifetime)
    : ReplayCommand(configuration, lifetime)
{
    protected override async Task<string> ReplayAsync(string what, CancellationToken cancellationToken)
    {
        if (!topics.WithDeadLetters.Contains(what)) throw Unknown(what);
        try
        {
            return $"Sent {await replay.ReplayAsync(what, cancellationToken)} dead letters back to {what}.";
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            throw Unknown(topics.DeadLettersOf(what));
        }
        catch (Exception e) when (e is KafkaException or TimeoutException)
        {
            throw new ReplayException(
                $"Not all dead letters of {what} are sent back, the rest stays for the next time: {e.Message}");
        }
    }

    private ReplayException Unknown(string topic) =>
        new($"There is no topic {topic}. Topics with dead letters are {string.Join(", ", topics.WithDeadLetters)}.");
}
