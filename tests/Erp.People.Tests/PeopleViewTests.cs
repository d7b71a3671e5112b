using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Auth;

namespace Erp.People.Tests;

public sealed class PeopleViewTests
{
    private readonly PeopleView _view = new();
    private readonly List<long> _left = [];

    public PeopleViewTests()
    {
        _view.Left += _left.Add;
        Begin();
    }

    [Fact]
    public void The_highest_version_wins_in_whatever_order_they_come()
    {
        Changed(1, version: 3, role: "MANAGER");
        Changed(1, version: 2, role: "HR");
        Assert.Equal((Role.Manager, 3), (_view.Find(1)!.Role, _view.Find(1)!.Version));
        Changed(1, version: 4, role: "STAFF");
        Assert.Equal(Role.Staff, _view.Find(1)!.Role);
    }

    [Fact]
    public void Who_has_left_stays_known_and_does_not_come_back_by_an_old_version()
    {
        Changed(1, version: 2, active: false);
        Changed(1, version: 1);
        Assert.False(((ICallerStanding)_view).Of(1)!.Value.Active);
        Assert.Contains(1, _left);
    }

    [Fact]
    public void Nobody_is_said_of_somebody_unknown() => Assert.Null(((ICallerStanding)_view).Of(7));

    [Fact]
    public void What_is_known_stays_known_when_the_topic_begins_anew()
    {
        Changed(1, version: 2);
        Publish(new EmployeesPublished(1, DateTimeOffset.UtcNow), EmployeesPublished.Key);
        Begin();
        Assert.NotNull(_view.Find(1));
        Assert.Null(_view.Published);
        Assert.Equal((0, 0), _view.TotalsInTopic());
        Changed(1, version: 2);
        Assert.Equal((1, 2), _view.TotalsInTopic());
    }

    [Fact]
    public void An_old_version_in_the_topic_is_not_the_one_that_is_known()
    {
        Changed(1, version: 5);
        Begin();
        Changed(1, version: 4);
        Assert.Equal(5, _view.Find(1)!.Version);
        Assert.Empty(_view.InTopic());
    }

    [Fact]
    public void What_a_process_knows_first_counts_at_once_but_is_not_in_the_topic_yet()
    {
        _view.Apply(new(1, "Kim", "Sales", "Clerk", Role.Staff, false, 2));
        Assert.Equal([1], _left);
        Assert.Empty(_view.InTopic());
        Changed(1, version: 2, active: false);
        _view.Apply(new(1, "Kim", "Sales", "Clerk", Role.Staff, false, 2));
        Assert.Equal(2, _view.InTopic()[1]);
    }

    [Fact]
    public void Each_newer_version_of_a_person_is_told_once()
    {
        var told = new List<(long, long)>();
        _view.Changed += p => told.Add((p.Id, p.Version));
        Changed(1, version: 1);
        Changed(1, version: 3);
        Changed(1, version: 2);
        _view.Apply(new(1, "Kim", "Sales", "Clerk", Role.Staff, false, 4));
        Changed(1, version: 4, active: false);
        Begin();
        Changed(1, version: 4, active: false);
        Assert.Equal([(1, 1), (1, 3), (1, 4)], told);
    }

    [Fact]
    public void The_deputy_of_a_deputy_decides_while_both_are_away()
    {
        Changed(1, version: 1, deputy: new(2, Day(1), Day(9)));
        Changed(2, version: 1, deputy: new(3, Day(5), Day(6)));
        Changed(3, version: 1);
        Assert.Equal(
            [null, 2, 2, 3, 3, 2, 2, null],
            new[] { 0, 1, 4, 5, 6, 7, 9, 10 }.Select(day => _view.DeputyOf(1, Day(day))?.Id));
    }

    [Fact]
    public void Nobody_decides_who_has_left_or_is_not_known()
    {
        Changed(1, version: 1, deputy: new(2, Day(1), Day(9)));
        Assert.Null(_view.DeputyOf(1, Day(1)));
        Changed(2, version: 1, deputy: new(3, Day(1), Day(9)));
        Changed(3, version: 1, active: false);
        Assert.Equal(2, _view.DeputyOf(1, Day(1))!.Id);
        Changed(2, version: 2, active: false, deputy: new(3, Day(1), Day(9)));
        Changed(3, version: 2);
        Assert.Null(_view.DeputyOf(1, Day(1)));
        Assert.Null(_view.DeputyOf(7, Day(1)));
        // Who has left can have a deputy for what they left behind.
        Assert.Equal(3, _view.DeputyOf(2, Day(1))!.Id);
    }

    [Fact]
    public void A_circle_of_versions_that_do_not_belong_together_ends()
    {
        Changed(1, version: 1, deputy: new(2, Day(1), Day(9)));
        Changed(2, version: 1, deputy: new(3, Day(1), Day(9)));
        Changed(3, version: 1, deputy: new(2, Day(1), Day(9)));
        Assert.Equal(3, _view.DeputyOf(1, Day(1))!.Id);
        Changed(3, version: 2, deputy: new(1, Day(1), Day(9)));
        Assert.Equal(3, _view.DeputyOf(1, Day(1))!.Id);
    }

    [Fact]
    public void Messages_from_before_there_were_deputies_are_read()
    {
        Apply(new("employee-changes", 0, 0, "1", "x", nameof(EmployeeChanged), """
            {"employeeId":1,"name":"Kim","department":"Sales","position":"Clerk","role":"STAFF","active":true,
             "changedAt":"2026-01-01T00:00:00Z","version":1}
            """, default));
        Assert.Null(_view.Find(1)!.Deputy);
    }

    [Theory]
    [InlineData("SomethingElse", "{}")]
    [InlineData(nameof(EmployeeChanged), "no JSON")]
    [InlineData(nameof(EmployeeChanged), """
        {"employeeId":1,"name":"","department":"","position":"","role":"BOSS","active":true,
        "changedAt":"2026-01-01T00:00:00Z","version":1}
        """)]
    public void What_cannot_be_read_is_poison(string type, string payload) =>
        Assert.Throws<PoisonMessageException>(
            () => Apply(new("employee-changes", 0, 0, "1", "x", type, payload, default)));

    [Fact]
    public void A_hundred_thousand_people_are_known_in_a_few_megabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var id = 1; id <= 100_000; id++)
            Apply(new("employee-changes", 0, id, $"{id}", "x", nameof(EmployeeChanged), $$"""
                {"employeeId":{{id}},"name":"Somebody No. {{id}}","department":"Department {{id % 40}}",
                 "position":"Position {{id % 200}}","role":"STAFF","active":true,
                 "changedAt":"2026-01-01T00:00:00Z","version":1}
                """, default));
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        TestContext.Current.SendDiagnosticMessage($"100,000 people: {megabytes:0.0} MB");
        Assert.True(megabytes < 32, $"{megabytes:0.0} MB");
        Assert.Same(_view.Find(1)!.Department, _view.Find(41)!.Department);
    }

    private void Begin() => ((ITopicFollower)_view).Begin();

    private void Apply(IncomingMessage message) => ((ITopicFollower)_view).Apply(message);

    private static DateOnly Day(int day) => new DateOnly(2026, 3, 1).AddDays(day);

    private void Changed(
        long id, long version, string role = "STAFF", bool active = true, Deputy? deputy = null) =>
        Publish(
            new EmployeeChanged(id, "Kim", "Sales", "Clerk", role, active, DateTimeOffset.UtcNow, version, deputy),
            $"{id}");

    private void Publish<T>(T body, string key) where T : notnull
    {
        var sent = MessageJson.ToMessage("employee-changes", key, body);
        Apply(new(sent.Topic, 0, 0, sent.Key, sent.Id, sent.Type, sent.Payload, sent.CreatedAt));
    }
}
