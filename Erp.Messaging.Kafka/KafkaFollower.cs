using Confluent.Kafka;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Gives one topic to an <see cref="ITopicFollower"/> as long as the service runs, without a group and without
/// offsets: every replica reads all of it. Whenever the topic may be another one than before (its data is lost, no
/// broker was there) it is read again from its beginning, which is cheap for a topic that is kept in memory and right
/// whatever has happened.</summary>
public sealed class KafkaFollower : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly ITopicFollower _follower;
    private readonly string _topic;
    private readonly KafkaOptions _options;
    private readonly KafkaTopics _topics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CatchUps _catchUps = new();
    private volatile CancellationTokenSource? _renewal;
    private Task _loop = Task.CompletedTask;

    internal KafkaFollower(IServiceProvider services, ITopicFollower follower, string topic)
    {
        (_follower, _topic) = (follower, topic);
        _options = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        _topics = services.GetRequiredService<KafkaTopics>();
        // Here rather than after the start.
        _ = _topics.Get(topic);
        _logger = services.GetRequiredService<ILogger<KafkaFollower>>();
    }

    /// <summary>Returns when everything has been applied that is in the topic now.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => _catchUps.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        StopAsync().Wait();
        _stopping.Dispose();
    }

    internal void Start() => _loop = Task.Factory.StartNew(
        Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads again, with a client that knows nothing of before.</summary>
    internal void Renew()
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

    internal async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
    }

    private void Lost()
    {
        _logger.LogInformation("{Topic}: no broker answers; it is read again when one does", _topic);
        Renew();
    }

    private void Loop()
    {
        for (var attempt = 1; !_stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                if (_topics.EnsureAsync().Result)
                {
                    using var session = new FollowerSession(_topic, _options, _logger, Lost);
                    using var renewal = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                    _renewal = renewal;
                    session.Run(_follower, _catchUps, () => attempt = 0, renewal.Token);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (KafkaException e)
            {
                // The topic is not there yet or begins anew, no broker answers: the client has said so.
                _logger.LogDebug("{Topic} is read again: {Reason}", _topic, e.Error.Reason);
            }
#pragma warning disable CA1031 // A reader that ended would leave the service with what it knew, without a sign.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _logger.LogError(e, "Reading {Topic} failed and begins anew", _topic);
            }
            finally
            {
                _renewal = null;
            }
            Backoff.WaitAsync(Backoff.Delay(attempt, FirstPause, LongestPause), _stopping.Token).Wait();
        }
    }
}
