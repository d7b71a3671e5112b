using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Looks now and then whether Kafka lost its data. Then topics are made anew, and so are our clients: they
/// remember leader epochs of the lost topics and take the new ones, which begin at zero again, for outdated. Clients
/// are made anew for new certificates, too: they read theirs only once.</summary>
internal sealed class KafkaTopicsGuard(
    KafkaTopics topics, KafkaProducer producer, IEnumerable<KafkaConsumer> consumers,
    IEnumerable<KafkaFollower> followers, IOptions<KafkaOptions> options, ILogger<KafkaTopicsGuard> logger)
    : BackgroundService
{
    private const int QuickLooks = 20;
    private const long Never = -1;
    private static readonly TimeSpan AtFirst = TimeSpan.FromMilliseconds(500), Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly CertificateFiles _certificates = new(options.Value);

    private long _answeringSince = Never;

    public KafkaIdentity Identity { get; } = new(topics.All);

    /// <summary>Since when the brokers answer: <see cref="Environment.TickCount64"/>; null while they do not.</summary>
    public long? AnsweringSince => Interlocked.Read(ref _answeringSince) is var since and not Never ? since : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Quickly until all topics are known: one that is lost before that could not be told from its successor. Those
        // of the embedded Kafka have no ids and never are.
        for (var looks = 0; await Backoff.WaitAsync(Pause(looks), stoppingToken); looks++)
        {
            try
            {
                await LookAsync();
            }
            catch (KafkaException e)
            {
                Identity.Away();
                logger.LogDebug("Kafka cannot be looked at: {Reason}", e.Error.Reason);
            }
#pragma warning disable CA1031 // A guard that ended would end the whole service.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError(e, "Kafka cannot be looked at");
            }
        }
    }

    private TimeSpan Pause(int looks) => Identity.Known || looks >= QuickLooks ? Interval : AtFirst;

    private async Task LookAsync()
    {
        // Before Kafka is asked: with an old certificate it may not answer.
        if (_certificates.Changed()) Renew("There are new certificates for Kafka");
        using var admin = KafkaAdmin.Build(options.Value);
        try
        {
            await topics.RestoreAsync(admin);
            Interlocked.CompareExchange(ref _answeringSince, Environment.TickCount64, Never);
        }
        catch (KafkaException)
        {
            Interlocked.Exchange(ref _answeringSince, Never);
            throw;
        }
        // Not the cluster's id, which would tell no more: librdkafka (2.16, rd_kafka_admin_response_parse) ends the
        // process when a broker that stood still answers that there are no brokers.
        if (Identity.Change(await TopicIdsAsync(admin)) is { Count: > 0 } replaced)
            Renew($"Kafka began anew (topics {string.Join(", ", replaced)}): its data is lost, what is not "
                + "acknowledged is sent again");
    }

    private void Renew(string why)
    {
        logger.LogWarning("{Why}", why);
        producer.Renew();
        foreach (var consumer in consumers) consumer.Renew();
        foreach (var follower in followers) follower.Renew();
    }

    private async Task<IReadOnlyDictionary<string, string>> TopicIdsAsync(IAdminClient admin)
    {
        List<TopicDescription> found;
        try
        {
            var limit = new DescribeTopicsOptions { RequestTimeout = Patience };
            var names = TopicCollection.OfTopicNames(topics.All);
            found = (await admin.DescribeTopicsAsync(names, limit)).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            found = e.Results.TopicDescriptions; // some of them are not there, or not for us
        }
        return found
            .Where(t => !t.Error.IsError && t.TopicId is { } id
                && (id.MostSignificantBits, id.LeastSignificantBits) != (0, 0))
            .ToDictionary(t => t.Name, t => t.TopicId.ToString());
    }
}
