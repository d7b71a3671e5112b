using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public sealed class ConsumerTests(TwoReplicas replicas) : IDisposable
{
    private const string Rest = """
        "approvalId":null,"status":null,"timestamp":"2026-01-01T00:00:00Z"}
        """;

    private readonly Topic _topic = new(replicas.Kafka);

    [Fact]
    public async Task What_the_topic_brings_is_stored_pushed_and_acknowledged()
    {
        var employee = Backing.NewEmployee();
        var id = $"m-{employee}";
        await using var socket = await replicas.Second.OpenAsync(employee);
        await _topic.RequestAsync(employee, "approved", id);

        var frame = await socket.NextAsync();
        Assert.Equal(
            ("approved", 7, "approved", id),
            (
                frame.Text(), frame["approvalId"]!.GetValue<long>(), frame["status"]!.GetValue<string>(),
                frame["messageId"]!.GetValue<string>()));
        Assert.Equal(["approved"], (await replicas.First.RecentAsync(employee)).Texts());
        await Eventually.TrueAsync(() => _topic.Acknowledgements(id) == 1);
    }

    [Fact]
    public async Task A_message_that_is_delivered_twice_is_stored_once_and_acknowledged_each_time()
    {
        var employee = Backing.NewEmployee();
        var id = $"m-{employee}";
        await using var socket = await replicas.First.OpenAsync(employee);
        await _topic.RequestAsync(employee, "once", id);
        await _topic.RequestAsync(employee, "once", id);
        await _topic.RequestAsync(employee, "last", id + "-last");

        Assert.Equal(["once", "last"], await socket.NextAsync(2));
        await Eventually.TrueAsync(() => _topic.Acknowledgements(id) == 2);
        Assert.Equal(["last", "once"], (await replicas.First.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task Messages_of_one_employee_keep_their_order()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.First.OpenAsync(employee);
        for (var n = 0; n < 40; n++) await _topic.RequestAsync(employee, $"{n}", $"m-{employee}-{n}");
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"{n}"), await socket.NextAsync(40));
    }

    [Fact]
    public async Task What_is_older_than_thirty_days_is_acknowledged_and_not_kept()
    {
        var employee = Backing.NewEmployee();
        var id = $"m-{employee}";
        await _topic.RequestAsync(employee, "ancient", id, at: DateTimeOffset.UtcNow.AddDays(-31));
        await Eventually.TrueAsync(() => _topic.Acknowledgements(id) == 1);
        Assert.Empty(await replicas.First.RecentAsync(employee));
    }

    [Theory]
    [InlineData("SomethingElse", """{"employeeId":1,"type":"T","message":"m",""" + Rest)]
    [InlineData("NotificationRequested", "not json")]
    [InlineData("NotificationRequested", "null")]
    [InlineData("NotificationRequested", """{"employeeId":0,"type":"T","message":"m",""" + Rest)]
    [InlineData("NotificationRequested", """{"employeeId":1,"type":null,"message":"m",""" + Rest)]
    public async Task What_cannot_be_understood_goes_to_the_dead_letters_and_the_next_one_of_its_key_is_handled(
        string type, string payload)
    {
        var employee = Backing.NewEmployee();
        await _topic.PublishAsync(employee, $"bad-{employee}", type, payload);
        await _topic.RequestAsync(employee, "the next", $"good-{employee}");

        await Eventually.TrueAsync(() => _topic.IsDead($"bad-{employee}"));
        await Eventually.GetAsync(
            async () => (await replicas.First.RecentAsync(employee)).Texts().ToList(),
            texts => texts.SequenceEqual(["the next"]));
    }

    [Fact]
    public async Task A_field_that_a_newer_sender_added_does_no_harm()
    {
        var employee = Backing.NewEmployee();
        await _topic.PublishAsync(
            employee,
            $"m-{employee}",
            "NotificationRequested",
            $$"""
            {"employeeId":{{employee}},"type":"NEW","approvalId":null,"status":null,"message":"m",
             "timestamp":"{{DateTime.UtcNow:O}}","priority":"high"}
            """);
        await Eventually.GetAsync(() => replicas.First.RecentAsync(employee), recent => recent.Count == 1);
    }

    public void Dispose() => _topic.Dispose();
}
