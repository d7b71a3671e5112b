using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Dapper;
using Erp.Contracts;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using MongoDB.Driver;
using MySqlConnector;
using StackExchange.Redis;

namespace Erp.Chaos.Checking;

/// <summary>What is still under way behind the services: outboxes, topics, dead letters, health of every
/// replica.</summary>
internal sealed class Machinery(ChaosApplication app) : IDisposable
{
    private static readonly (string Topic, string Group)[] Readers =
        [.. Topics.All.SelectMany(t => t.Groups.Select(group => (t.Name, group)))];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(string Bootstrap, string Group), IConsumer<Ignore, Ignore>> _consumers =
        new();
    private Dictionary<TopicPartition, long> _deadLettersBefore = [];

    public void Dispose() => CloseConsumers();

    /// <summary>Remembers which dead letters there are from before.</summary>
    public async Task BeginAsync() => _deadLettersBefore = await DeadLettersAsync();

    /// <summary>What is not at rest, in words.</summary>
    /// <param name="deadLetters">How many are expected.</param>
    public async Task<IReadOnlyList<string>> TroublesAsync(int deadLetters)
    {
        var ill = await Task.WhenAll(Services.All.SelectMany(app.ReplicasOf).Select(HealthAsync));
        List<string> troubles = [.. ill.OfType<string>()];
        var unsent = await OwnOutboxesAsync();
        troubles.AddRange(unsent.Where(o => o.Count > 0).Select(o => $"the outbox of {o.Name} has {o.Count} messages"));
        try
        {
            troubles.AddRange(await LagAsync());
            var dead = (await DeadLettersAsync()).Sum(now =>
            {
                var before = _deadLettersBefore.GetValueOrDefault(now.Key);
                return now.Value < before ? now.Value : now.Value - before; // a topic that began anew
            });
            if (dead != deadLetters) troubles.Add($"there are {dead} dead letters and not {deadLetters}");
        }
        catch (KafkaException)
        {
            // One that never reads does not look again for a topic that was not there.
            CloseConsumers();
            throw;
        }
        return troubles;
    }

    private void CloseConsumers()
    {
        foreach (var key in _consumers.Keys)
            if (_consumers.TryRemove(key, out var consumer)) consumer.Dispose();
    }

    private async Task<string?> HealthAsync(Replica replica)
    {
        if (replica.Address is null) return $"{replica.Id} does not run";
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var answer = await app.Plain.GetAsync(new Uri(replica.Address, "/health"), limit.Token);
            return answer.IsSuccessStatusCode ? null : $"{replica.Id} says {(int)answer.StatusCode} at /health";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return $"{replica.Id} does not answer";
        }
    }

    private async Task<IReadOnlyList<(string Name, long Count)>> OwnOutboxesAsync()
    {
        await using var mysql = new MySqlConnection(await app.ConnectionStringAsync(Services.MySql) + ";Pooling=False");
        var ofEmployee = await mysql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outgoing_messages");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            await app.ConnectionStringAsync(Services.Redis) + ",connectTimeout=2000");
        var ofProcessing = await redis.GetDatabase().SortedSetLengthAsync("inbox:outbox:due");
        var ofRequest = await ApprovalsAsync(await app.ConnectionStringAsync("mongodb"));
        return
        [
            (Services.Employee, ofEmployee), (Services.Processing, ofProcessing), (Services.Request, ofRequest),
        ];
    }

    // Those that have something to send, or wait for the deduction of their leave.
    private static async Task<long> ApprovalsAsync(string store)
    {
        if (store.StartsWith("mongodb:", StringComparison.Ordinal))
        {
            var url = new MongoUrl(store);
            using var client = new MongoClient(url);
            return await client.GetDatabase(url.DatabaseName).GetCollection<BsonDocument>("approvals")
                .CountDocumentsAsync("{$or: [{outboxDue: {$gt: 0}}, {deducting: true}]}");
        }
        await using var connection = new SqliteConnection($"{store};Pooling=False");
        return await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM approvals WHERE outbox_due IS NOT NULL OR deducting = 1");
    }

    private async Task<IReadOnlyList<string>> LagAsync()
    {
        var lags = await Task.WhenAll(Readers.Select(async t =>
        {
            var consumer = await ConsumerAsync(t.Group);
            return await Task.Run(() => consumer.Committed(Partitions(t.Topic), Limit).Sum(c =>
            {
                var marks = consumer.QueryWatermarkOffsets(c.TopicPartition, Limit);
                // What was committed to a topic that began anew may lie beyond its end.
                return Math.Max(0, marks.High.Value - (c.Offset.IsSpecial ? marks.Low.Value : c.Offset.Value));
            }));
        }));
        return
        [
            .. Readers.Zip(lags).Where(t => t.Second != 0).Select(t =>
                string.Create(CultureInfo.InvariantCulture, $"{t.First.Group} lags {t.Second} on {t.First.Topic}")),
        ];
    }

    private async Task<Dictionary<TopicPartition, long>> DeadLettersAsync()
    {
        var consumer = await ConsumerAsync(Readers[0].Group);
        var partitions = Topics.All.Select(t => t.DeadLetters).OfType<string>().SelectMany(Partitions);
        return await Task.Run(() => partitions.ToDictionary(
            partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Limit).High.Value));
    }

    private static IEnumerable<TopicPartition> Partitions(string topic) =>
        Enumerable.Range(0, 3).Select(p => new TopicPartition(topic, p));

    // Never subscribes: it only asks what the group has done. One for all looks, since the first one takes a second.
    private async Task<IConsumer<Ignore, Ignore>> ConsumerAsync(string group)
    {
        var bootstrap = await app.ConnectionStringAsync(Services.Kafka);
        return _consumers.GetOrAdd((bootstrap, group), _ => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = group, EnableAutoCommit = false,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
    }
}
