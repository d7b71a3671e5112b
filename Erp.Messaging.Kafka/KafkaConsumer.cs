using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>One topic for one group, as long as the service runs: joins, and joins again when the client fails for
/// good.</summary>
internal sealed class KafkaConsumer : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private volatile CancellationTokenSource? _renewal;
    private readonly IServiceProvider _services;
    private readonly Type _handler;
    private readonly KafkaOptions _options;
    private readonly MessagingMetrics _metrics;
    private readonly KafkaTopics _topics;
    private readonly DeadLetters _deadLetters;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private volatile ConsumerSession? _session;
    private Task _loop = Task.CompletedTask;

    public KafkaConsumer(IServiceProvider services, Type handler, string topic, string group)
    {
        (_services, _handler, Topic, Group) = (services, handler, topic, group);
        _options = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        _metrics = services.GetRequiredService<MessagingMetrics>();
        // Made before this consumer, so that they are disposed after it.
        _topics = services.GetRequiredService<KafkaTopics>();
        // Here rather than at the first dead letter.
        _ = _topics.DeadLettersOf(topic);
        _deadLetters = services.GetRequiredService<DeadLetters>();
        _logger = services.GetRequiredService<ILogger<KafkaConsumer>>();
        _metrics.WatchLag(topic, group, () => _session?.Lag ?? 0, () => _session?.LagAge ?? default);
        _metrics.Consumed(topic, group, 0);
        _metrics.Duplicate(topic, group, 0);
        _metrics.DeadLetter(topic, group, 0);
    }

    public string Topic { get; }

    public string Group { get; }

    /// <summary>The group has given us our share (which may be none, when there are more replicas than
    /// partitions).</summary>
    public bool Assigned { get; private set; }

    /// <summary>Partitions that have messages, and since when they have not moved.</summary>
    public IReadOnlyList<Standing> Standing => _session?.Standing ?? [];

    public void Start() => _loop = Task.Factory.StartNew(
        Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Goes on with a client that knows nothing of before.</summary>
    public void Renew()
    {
        try
        {
            _renewal?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is being renewed already.
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
    }

    // Only the loop itself may dispose the client that it polls.
    public void Dispose()
    {
        _stopping.Cancel();
        _loop.Wait();
        _stopping.Dispose();
    }

    private void Loop()
    {
        for (var attempt = 1; !_stopping.IsCancellationRequested; attempt++)
        {
            var since = Environment.TickCount64;
            try
            {
                if (!_topics.EnsureAsync().Result)
                {
                    Pause(attempt, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
                    continue;
                }
                using var processor = new MessageProcessor(
                    Group, (IMessageHandler)_services.GetRequiredService(_handler), _options, _deadLetters,
                    _services.GetRequiredService<TransientFaults>(), _metrics, _logger);
                using var session = _session = new(Topic, Group, _options, processor, _logger, () => Assigned = true);
                using var renewal = _renewal = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                session.Run(renewal.Token);
                attempt = 0;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A consumer that ended would leave its messages lying without a sign.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _logger.LogError(e, "The consumer of {Topic} failed and begins anew", Topic);
                // One that fails again and again is given more and more time; one that worked for a good while begins
                // anew at once.
                if (Environment.TickCount64 - since > 2 * LongestPause.TotalMilliseconds) attempt = 1;
                Pause(attempt, TimeSpan.FromMilliseconds(500), LongestPause);
            }
            finally
            {
                (_session, _renewal) = (null, null);
            }
        }
    }

    private void Pause(int attempt, TimeSpan first, TimeSpan most) =>
        Backoff.WaitAsync(Backoff.Delay(attempt, first, most), _stopping.Token).Wait();
}
