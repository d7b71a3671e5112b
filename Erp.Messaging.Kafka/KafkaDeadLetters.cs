using Confluent.Kafka;
using Erp.Api.Errors;
using Erp.Messaging.DeadLetters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>The dead letters of the topics that this service consumes. Each partition is done with in its order, so one
/// whose first letter is too young for a bound keeps all behind it. Kafka's calls block, so all runs beside the threads
/// that answer requests.</summary>
internal sealed class KafkaDeadLetters(
    IEnumerable<KafkaConsumer> consumers, TopicReader reader, KafkaProducer producer, KafkaTopics topics,
    IOptions<KafkaOptions> options, ILogger<KafkaDeadLetters> logger) : IDeadLetters
{
    public IReadOnlyCollection<string> Of { get; } = [.. consumers.Select(c => c.Topic).Distinct()];

    public Task<IReadOnlyList<DeadLetterSummary>> ListAsync(
        string of, DeadLetterFilter filter, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<DeadLetterSummary>>(() =>
        {
            using var offsets = Offsets(of, cancellationToken);
            return
            [
                .. Waiting(of, offsets, cancellationToken)
                    .Where(l => !(l.DeadAt < filter.Since) && !(l.DeadAt > filter.Until))
                    .Take(filter.Count).Select(l => l.Summarize(of)),
            ];
        }, cancellationToken);

    public Task<DeadLetterDetail?> FindAsync(string of, string id, CancellationToken cancellationToken) =>
        Task.Run(() =>
        {
            using var offsets = Offsets(of, cancellationToken);
            if (offsets.Partitions.Select(p => At(p, id)).FirstOrDefault(a => a is not null) is not { } at) return null;
            return Letters(reader.Read(at.TopicPartition, at.Offset, at.Offset + 1, cancellationToken))
                .FirstOrDefault(l => l.Id == id && offsets.IsWaiting(l))?.Describe(of);
        }, cancellationToken);

    public async Task<DeadLettersMoved> ReplayAsync(
        string of, DeadLetterBounds bounds, CancellationToken cancellationToken)
    {
        var moved = await AloneAsync(of, async (held, offsets) =>
        {
            var pass = new DeadLetterPass(bounds, leaveParts: true);
            foreach (var letter in Waiting(of, offsets, cancellationToken))
            {
                if (!pass.Takes(letter))
                {
                    offsets.Leave(letter);
                    continue;
                }
                cancellationToken.ThrowIfCancellationRequested();
                await held.KeepAsync(cancellationToken);
                // Not given up midway: what is sent is to be known as sent.
                await producer.ProduceAsync(of, letter.Original(), CancellationToken.None);
                offsets.Finish(letter);
                offsets.Commit();
            }
            return pass.Result;
        }, cancellationToken);
        logger.LogInformation(
            "{Topic}: {Count} dead letters are sent back, {Waiting} wait", of, moved.Count, moved.Waiting);
        return moved;
    }

    public async Task<DeadLettersMoved> DropAsync(
        string of, DeadLetterBounds bounds, CancellationToken cancellationToken)
    {
        var moved = await AloneAsync(of, async (held, offsets) =>
        {
            var pass = new DeadLetterPass(bounds, leaveParts: false);
            foreach (var letter in Waiting(of, offsets, cancellationToken))
            {
                if (pass.Takes(letter)) offsets.Finish(letter);
                else offsets.Leave(letter);
            }
            await held.KeepAsync(cancellationToken);
            offsets.Commit();
            return pass.Result;
        }, cancellationToken);
        logger.LogWarning("{Topic}: {Count} dead letters are dropped, {Waiting} wait", of, moved.Count, moved.Waiting);
        return moved;
    }

    private Task<DeadLettersMoved> AloneAsync(
        string of, Func<DeadLetterLock, DeadLetterOffsets, Task<DeadLettersMoved>> move,
        CancellationToken cancellationToken) =>
        Task.Run(async () =>
        {
            using var held =
                new DeadLetterLock(of, topics.DeadLettersOf(of), producer, reader, options.Value.PublishTimeout);
            if (!await held.TakeAsync(cancellationToken))
                throw Problems.Conflict(
                    "dead_letters_busy", $"Another call sends back or drops dead letters of {of}; try again.");
            try
            {
                using var offsets = Offsets(of, cancellationToken);
                return await move(held, offsets);
            }
            finally
            {
                await held.GiveBackAsync();
            }
        }, cancellationToken);

    private IEnumerable<StoredDeadLetter> Waiting(
        string of, DeadLetterOffsets offsets, CancellationToken cancellationToken) =>
        Letters(reader.Read(
            topics.DeadLettersOf(of), offsets.Start, StoredDeadLetter.DeadTime, cancellationToken))
            .Where(offsets.IsWaiting);

    private static IEnumerable<StoredDeadLetter> Letters(IEnumerable<ConsumeResult<byte[]?, byte[]?>> records) =>
        records.Where(r => !DeadLetterLock.IsLock(r)).Select(r => new StoredDeadLetter(r));

    private DeadLetterOffsets Offsets(string of, CancellationToken cancellationToken) =>
        new(of, topics.DeadLettersOf(of), reader, cancellationToken);

    private static TopicPartitionOffset? At(TopicPartition partition, string id) =>
        id.StartsWith($"{partition.Partition.Value}-", StringComparison.Ordinal)
        && long.TryParse(
            id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..], System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var offset)
            ? new(partition, offset)
            : null;
}
