using Dapper;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Outbox;
using Erp.Employee.Tests.Support;
using Erp.Messaging;
using Erp.ServiceDefaults.Company;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Tests.Outbox;

[Collection(EmployeeTests.Name)]
public sealed class MySqlOutboxTests(EmployeeFixture erp) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();
    private readonly SchemaState _schema = new();
    private string _connection = null!;
    private Database _database = null!;
    private MySqlOutbox _outbox = null!;
    private NotificationOutbox _notifications = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await erp.Server.CreateDatabaseAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:mysql"] = _connection })
            .Build();
        var connections = new ConnectionFactory(configuration, Options.Create(new DatabaseOptions()));
        var calendar = new CompanyCalendar(_time, Options.Create(new CompanyOptions()));
        await new Migrator(connections, calendar, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
        _schema.Ready();
        _database = new(connections, _schema);
        _outbox = new(NotificationOutbox.Topic, _database, _schema, _time);
        _notifications = new(calendar, new OutboxSignal());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Sentence Sentence => Sentences.BalanceAdjusted(1, 2, "Three.");

    private Task<bool> AddAsync(long employeeId, string message) => _database.WriteAsync(async transaction =>
    {
        await _notifications.AddAsync(
            transaction, employeeId, NotificationType.LeaveBalanceChanged, null, message, Sentence);
        return true;
    });

    private async Task<string[]> LeaseAsync(int max = 10) =>
        [
            .. (await _outbox.LeaseAsync(max, Lease, CancellationToken.None))
                .SelectMany(l => l.Messages).Select(m => $"{m.Key} {Text(m)}"),
        ];

    private static string Text(OutgoingMessage message) =>
        (string)System.Text.Json.Nodes.JsonNode.Parse(message.Payload)!["message"]!;

    [Fact]
    public async Task A_change_that_is_rolled_back_leaves_no_message()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync<bool>(async transaction =>
        {
            await _notifications.AddAsync(
                transaction, 1, NotificationType.LeaveBalanceChanged, null, "never", Sentence);
            throw new InvalidOperationException("the change fails");
        }));
        Assert.Equal(0, (await _outbox.MeasureAsync(CancellationToken.None)).Messages);
    }

    [Fact]
    public async Task Nobody_else_gets_a_key_while_it_is_leased_and_its_order_stays()
    {
        await AddAsync(1, "a");
        await AddAsync(1, "b");
        await AddAsync(2, "c");
        Assert.Equal(["1 a"], await LeaseAsync(max: 1));
        Assert.Equal(["2 c"], await LeaseAsync());
        Assert.Empty(await LeaseAsync());
        _time.Now += Lease + TimeSpan.FromSeconds(1);
        Assert.Equal(["1 a", "1 b", "2 c"], await LeaseAsync());
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_was_ahead_holds_up_nothing_once_that_is_put_right()
    {
        await AddAsync(1, "a");
        _time.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(["1 a"], await LeaseAsync());
        _time.Now -= TimeSpan.FromMinutes(2);
        Assert.Equal(["1 a"], await LeaseAsync());
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Who_waits_for_the_choice_of_another_relay_keeps_no_writer_from_being_demoted()
    {
        await AddAsync(1, "a");
        await using var server = new MySqlConnection(erp.Server.ConnectionString + ";Pooling=false");
        Task<IReadOnlyList<OutboxLease>> waiting;
        await using (var other = new MySqlConnection(_connection + ";Pooling=false"))
        {
            await other.OpenAsync();
            await using var chooses = await other.BeginTransactionAsync();
            await other.ExecuteAsync("SELECT id FROM relay_lock WHERE id = 1 FOR UPDATE", transaction: chooses);
            var time = new WatchedTime();
            var outbox = new MySqlOutbox(NotificationOutbox.Topic, _database, _schema, time);
            waiting = outbox.LeaseAsync(10, Lease, CancellationToken.None);
            await Eventually.TrueAsync(async () => time.Timers > 0 || await server.ExecuteScalarAsync<bool>("""
                SELECT COUNT(*) FROM information_schema.processlist
                WHERE info LIKE '%relay_lock%' AND id <> CONNECTION_ID()
                """));
            await server.ExecuteAsync("SET GLOBAL read_only = 1; SET GLOBAL read_only = 0", commandTimeout: 8);
            await chooses.CommitAsync();
        }
        Assert.Equal("a", Text(Assert.Single(Assert.Single(await waiting).Messages)));
    }

    [Fact]
    public async Task What_is_leased_of_one_topic_holds_up_nothing_of_another()
    {
        await AddAsync(1, "a");
        Assert.Equal(["1 a"], await LeaseAsync());
        await _database.WriteAsync(async transaction =>
        {
            await MySqlOutbox.AddAsync(transaction, MessageJson.ToMessage("other", "1", new { message = "b" }));
            return true;
        });
        var other = new MySqlOutbox("other", _database, _schema, _time);
        Assert.Equal(1, (await other.MeasureAsync(CancellationToken.None)).Messages);
        var lease = Assert.Single(await other.LeaseAsync(10, Lease, CancellationToken.None));
        await other.MarkPublishedAsync([lease], CancellationToken.None);
        Assert.Equal(0, (await other.MeasureAsync(CancellationToken.None)).Messages);
        Assert.Empty(await LeaseAsync());
        Assert.Equal(1, (await _outbox.MeasureAsync(CancellationToken.None)).Messages);
    }

    [Fact]
    public async Task A_published_message_is_gone_and_its_key_goes_on_at_once()
    {
        await AddAsync(1, "a");
        await AddAsync(1, "b");
        var first = await _outbox.LeaseAsync(1, Lease, CancellationToken.None);
        await _outbox.MarkPublishedAsync(first, CancellationToken.None);
        Assert.Equal(["1 b"], await LeaseAsync());
        Assert.Equal(1, (await _outbox.MeasureAsync(CancellationToken.None)).Messages);
    }

    [Fact]
    public async Task A_message_that_is_leased_again_has_the_same_id()
    {
        await AddAsync(1, "a");
        var first = Assert.Single(await _outbox.LeaseAsync(10, Lease, CancellationToken.None));
        _time.Now += Lease + TimeSpan.FromSeconds(1);
        var second = Assert.Single(await _outbox.LeaseAsync(10, Lease, CancellationToken.None));
        Assert.Equal(Assert.Single(first.Messages), Assert.Single(second.Messages));
    }

    [Fact]
    public async Task A_relay_that_is_late_does_not_end_the_lease_of_the_next_one()
    {
        await AddAsync(1, "a");
        var late = await _outbox.LeaseAsync(10, Lease, CancellationToken.None);
        _time.Now += Lease + TimeSpan.FromSeconds(1);
        await AddAsync(1, "b");
        Assert.Equal(["1 a", "1 b"], await LeaseAsync());
        await _outbox.MarkPublishedAsync(late, CancellationToken.None);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Relays_that_lease_at_once_share_the_work_without_doubling()
    {
        for (var i = 0; i < 120; i++) await AddAsync(i % 40, $"{i}");
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => LeaseAsync(max: 10))));
        var all = taken.SelectMany(t => t).ToList();
        Assert.Equal(all.Distinct(), all);
        Assert.All(
            all.GroupBy(m => m.Split(' ')[0]),
            key => Assert.Single(taken, t => t.Any(m => m.StartsWith(key.Key + " ", StringComparison.Ordinal))));
    }

    private sealed class WatchedTime : TimeProvider
    {
        private int _timers;

        /// <summary>How often somebody began to wait.</summary>
        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
