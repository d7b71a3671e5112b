using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>Notifications by mail.</summary>
public sealed class MailTests(MailBacking backing) : IClassFixture<MailBacking>, IDisposable
{
    private const string Changed = "APPROVAL_STATUS_CHANGED";
    private readonly Topic _topic = new(backing.Kafka);

    public void Dispose()
    {
        (backing.Smtp.Answer, backing.Smtp.Greeting, backing.AddressesAway) = (_ => "250 taken", "220 stub", false);
        _topic.Dispose();
    }

    private IReadOnlyList<string> MailsOf(long employee) => backing.Smtp.To(MailBacking.Address(employee));

    private Task MailedAsync(long employee) => Eventually.TrueAsync(() => MailsOf(employee).Count == 1);

    // Of the same key, so it is handled after what came before it.
    private async Task AndThenAsync(long employee)
    {
        var id = $"then-{employee}-{Guid.NewGuid():N}";
        await _topic.RequestAsync(employee, "And then", id);
        await Eventually.TrueAsync(
            () => MailsOf(employee).Any(m => m.Contains($"X-Erp-Notification: {id}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_somebody_asked_for_comes_by_mail_once_however_often_it_is_delivered()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        var id = $"mail-{employee}";
        for (var n = 0; n < 3; n++) await _topic.RequestAsync(employee, "\"New laptop\" is approved.", id);
        await AndThenAsync(employee);
        var mail = Assert.Single(MailsOf(employee), m => m.Contains($"X-Erp-Notification: {id}"));
        Assert.Contains("Subject: News of your request", mail, StringComparison.Ordinal);
        Assert.Contains("\"New laptop\" is approved.", mail, StringComparison.Ordinal);
        Assert.Contains("This is about request 7.", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Contains("From: ERP <erp@example.com>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_mailed_and_asks_nobody()
    {
        var (none, other) = (await backing.NewEmployeeAsync(), await backing.NewEmployeeAsync("LEAVE_REQUESTED"));
        foreach (var employee in new[] { none, other })
        {
            await _topic.RequestAsync(employee, "Not by mail", $"none-{employee}");
            await Eventually.TrueAsync(async () => (await backing.Sender.RecentAsync(employee)).Count == 1);
        }
        var asking = await backing.NewEmployeeAsync(Changed);
        await _topic.RequestAsync(asking, "By mail", $"none-{asking}");
        await MailedAsync(asking);
        Assert.Equal((0, 0, 1), (backing.Questions(none), backing.Questions(other), backing.Questions(asking)));
        Assert.Empty(MailsOf(none).Concat(MailsOf(other)));
    }

    [Fact]
    public async Task A_mail_that_a_server_will_never_take_is_a_dead_letter_at_once_and_blocks_nobody()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        backing.Smtp.Answer = mail => mail.Contains("Never", StringComparison.Ordinal) ? "550 no" : "250 taken";
        await _topic.RequestAsync(employee, "Never", $"never-{employee}");
        await AndThenAsync(employee);
        await Eventually.TrueAsync(() => _topic.IsDead($"never-{employee}"));
    }

    [Fact]
    public async Task A_server_that_is_away_gets_a_few_tries_and_a_dead_letter_that_is_sent_back_is_mailed()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        backing.Smtp.Greeting = "421 later";
        await _topic.RequestAsync(employee, "Later", $"later-{employee}");
        await Eventually.TrueAsync(() => _topic.IsDead($"later-{employee}"), TimeSpan.FromSeconds(30));
        // Told all the same.
        Assert.Equal(["Later"], (await backing.Sender.RecentAsync(employee)).Texts());

        backing.Smtp.Greeting = "220 stub";
        await _topic.RequestAsync(employee, "Later", $"later-{employee}");
        await MailedAsync(employee);
    }

    [Fact]
    public async Task An_employee_service_that_is_away_blocks_nobody_either()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        backing.AddressesAway = true;
        await _topic.RequestAsync(employee, "Unknown", $"away-{employee}");
        await Eventually.TrueAsync(() => _topic.IsDead($"away-{employee}"), TimeSpan.FromSeconds(60));

        backing.AddressesAway = false;
        // The circuit breaker closes again after a while.
        var tries = 0;
        await Eventually.TrueAsync(async () =>
        {
            await _topic.RequestAsync(employee, "Back", $"back-{employee}-{tries++}");
            return MailsOf(employee).Count > 0;
        });
    }

    [Fact]
    public async Task A_mail_of_which_nobody_knows_whether_it_went_out_is_not_sent_again()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        backing.Smtp.Answer = mail => mail.Contains("Perhaps", StringComparison.Ordinal) ? null : "250 taken";
        await _topic.RequestAsync(employee, "Perhaps", $"perhaps-{employee}");
        await Eventually.TrueAsync(() => MailsOf(employee).Count == 1);
        await _topic.RequestAsync(employee, "Perhaps", $"perhaps-{employee}");
        await AndThenAsync(employee);
        Assert.Single(MailsOf(employee), m => m.Contains("Perhaps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_went_out_before_Redis_lost_its_marks_is_not_sent_again()
    {
        var employee = await backing.NewEmployeeAsync(Changed);
        var happened = DateTimeOffset.UtcNow;
        await _topic.RequestAsync(employee, "Once", $"flush-{employee}", at: happened);
        await MailedAsync(employee);
        await backing.Redis.FlushAsync();
        await backing.MarksAsync();
        await backing.EpochAsync();
        await _topic.RequestAsync(employee, "Once", $"flush-{employee}", at: happened);
        await AndThenAsync(employee);
        Assert.Single(MailsOf(employee), m => m.Contains("Once", StringComparison.Ordinal));
    }
}
