using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>The command <c>--replay-dead-letters TOPIC</c>: the process sends them back, does nothing else, and ends; with 1 when not all are
/// sent back.</summary>
internal sealed class ReplayCommand(IConfiguration configuration, DeadLetterReplay replay, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Key = "replay-dead-letters";

    /// <summary>This process was started for the command only.</summary>
    public static bool IsAsked(IConfiguration configuration) => configuration[Key] is { Length: > 0 };

    public static void Add(WebApplicationBuilder builder)
    {
        if (!IsAsked(builder.Configuration)) return;
        // It is run in a pod whose service has all the ports of that environment.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<ReplayCommand>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var topic = configuration[Key]!;
        try
        {
            var count = await replay.ReplayAsync(topic, stoppingToken);
            Console.WriteLine($"Sent {count} dead letters back to {topic}.");
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            Fail($"There is no topic {Topics.DeadLetter(topic)}. Topics with dead letters are {string.Join(", ", KafkaTopics.Names)}.");
        }
        catch (Exception e) when (e is KafkaException or TimeoutException)
        {
            Fail($"Not all dead letters of {topic} are sent back, the rest stays for the next time: {e.Message}");
        }
        lifetime.StopApplication();
    }

    private static void Fail(string why)
    {
        Environment.ExitCode = 1;
        Console.Error.WriteLine(why);
    }
}
