using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>Brings one message to its end: handled, or among the dead letters. A dependency that is away is waited for,
/// without a slot, so that other keys go on meanwhile.</summary>
internal sealed class MessageProcessor(
    string group, IMessageHandler handler, KafkaOptions options, DeadLetters deadLetters, TransientFaults faults,
    MessagingMetrics metrics, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _slots = new(options.Parallelism);

    public void Dispose() => _slots.Dispose();

    /// <summary>True when the offset may move. False when it was given up, because its partition lets no further try
    /// begin or because of <paramref name="abort"/> (the running one is canceled).</summary>
    public async Task<bool> ProcessAsync(ReceivedMessage received, PartitionWork partition, CancellationToken abort)
    {
        IncomingMessage message;
        try
        {
            message = received.Read();
        }
        catch (PoisonMessageException e)
        {
            return partition.TryBegin(received) && await deadLetters.PutAsync(received, group, e, 1, abort);
        }

        var failures = 0;
        for (var attempt = 1; ; attempt++)
        {
            var fault = await TryAsync(received, message, partition, attempt, abort);
            switch (fault)
            {
                case null:
                    metrics.Consumed(message.Topic, group);
                    return true;
                case OperationCanceledException:
                    return false;
                case var passing when faults.IsTransient(passing):
                    if (attempt % 10 == 1)
                        logger.LogWarning(
                            "{Topic} {Partition}/{Offset} {Type}: waits, a dependency is away: {Kind}: {Reason}",
                            message.Topic, message.Partition, message.Offset, message.Type, passing.GetType().Name,
                            passing.Message);
                    break;
                default:
                    if (fault is PoisonMessageException || ++failures >= options.MaxAttempts)
                        return await deadLetters.PutAsync(received, group, fault, attempt, abort);
                    logger.LogWarning(fault, "{Topic} {Partition}/{Offset} {Type}: try {Attempt} failed",
                        message.Topic, message.Partition, message.Offset, message.Type, attempt);
                    break;
            }
            partition.Suspend(received);
            if (!await Backoff.WaitAsync(Backoff.Delay(attempt, FirstPause, LongestPause), abort)) return false;
        }
    }

    /// <summary>One try in a slot; what went wrong, or null.</summary>
    private async Task<Exception?> TryAsync(
        ReceivedMessage received, IncomingMessage message, PartitionWork partition, int attempt,
        CancellationToken abort)
    {
        try
        {
            await _slots.WaitAsync(abort);
        }
        catch (OperationCanceledException e)
        {
            return e;
        }
        try
        {
            if (!partition.TryBegin(received)) return new OperationCanceledException("The partition moves away.");
            return await HandleAsync(message, received.TraceParent, attempt, abort);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Exception?> HandleAsync(
        IncomingMessage message, string? traceParent, int attempt, CancellationToken abort)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(abort);
        limit.CancelAfter(options.HandlerTimeout);
        using var activity = MessagingTrace.StartProcess(message, group, traceParent, attempt);
        try
        {
            if (!await handler.HandleAsync(message, limit.Token)) metrics.Duplicate(message.Topic, group);
            return null;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            return abort.IsCancellationRequested
                ? e
                : new TimeoutException($"The handler took longer than {options.HandlerTimeout}.", e);
        }
        catch (OperationCanceledException e)
        {
            // A time limit of the handler's own, or of a driver.
            return new TimeoutException("The handler gave up waiting.", e);
        }
#pragma warning disable CA1031 // Whatever a handler throws is judged by the caller; nothing may end the consumer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            MessagingTrace.Failed(activity, e);
            return e;
        }
    }
}
